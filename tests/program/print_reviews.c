/*
 * print_reviews GRAMMAR: the test reviews that a grammar makes up, one a line: its label, a tab,
 * its words.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "rnntop/data/file.h"
#include "rnntop/data/madeup/grammar.h"
#include "tests/words/error_text.h"

int main(int argc, char **argv)
{
    struct rt_error error = {0};
    struct grammar *grammar = NULL;
    struct review *review = malloc(sizeof *review);
    char *text = NULL;
    size_t length = 0;
    if (argc != 2 || !review ||
        file_read_whole(argv[1], GRAMMAR_MAX_BYTES, &text, &length, &error) != RT_OK ||
        grammar_parse(&grammar, text, length, &error) != RT_OK) {
        fprintf(stderr, "print_reviews: %s\n", error_text(&error));
        return 1;
    }
    for (size_t row = 0; row < grammar_test_rows(grammar); row++) {
        grammar_review(grammar, GRAMMAR_TEST, row, review);
        printf("%s\t", review->positive ? "positive" : "negative");
        for (size_t i = 0; i < review->words; i++)
            printf("%s%s", i > 0 ? " " : "", grammar_word(grammar, review->word[i]));
        putchar('\n');
    }
    grammar_free(grammar);
    free(review);
    free(text);
    return 0;
}
