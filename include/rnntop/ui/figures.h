/*
 * figures: numbers as the screen writes them. Every function writes into text and returns it.
 */
#ifndef RNNTOP_UI_FIGURES_H
#define RNNTOP_UI_FIGURES_H

#include <stddef.h>
#include <stdint.h>

#define FIGURE_SIZE 32

/* "17,500" */
char *figure_count(char text[FIGURE_SIZE], uint64_t count);
/* A loss or an accuracy in at most 5 columns: "0.842", "12.35", "3e+08", "NaN". */
char *figure_value(char text[FIGURE_SIZE], double value);
/* With so many decimals: "0.8480", "0.61440". */
char *figure_decimals(char text[FIGURE_SIZE], double value, int decimals);
/* Epochs, never rounded up to one that is not done: "6.6", "10". */
char *figure_position(char text[FIGURE_SIZE], double epochs);
/* "0:34", "12:05", "1:02:33", "100 h", from 100 days on "100 d"; at most 8 columns. */
char *figure_duration(char text[FIGURE_SIZE], double seconds);
/* As short as it is exact: "0.001", "1e-05". */
char *figure_rate(char text[FIGURE_SIZE], double rate);
/* Three digits: "1.36", "0.00213". */
char *figure_short(char text[FIGURE_SIZE], double value);

#endif
