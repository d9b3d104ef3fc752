/*
 * faults: system calls and allocations that fail when a test says so.
 *
 * A test program that links this with $(FAULT_WRAPS) has the calls of rnntop's own code sent
 * here (the linker's --wrap). Nothing fails before faults_arm(). Any thread.
 */
#ifndef RNNTOP_TESTS_FAULTS_H
#define RNNTOP_TESTS_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

enum fault_kind {
    FAULT_FAIL,  /* the call is not made and fails */
    FAULT_AFTER, /* the call is made and then said to have failed, as a network's disk may */
    FAULT_SHORT, /* a write takes one byte, the next one fails; other calls fail */
    FAULT_EXIT   /* the process ends before the call, as in a power cut */
};

/* JSON: what jansson allocates, which is told to use these. (While it parses it does not survive a
 * malloc that fails: 2.14 crashes. While it writes it leaves things out.) */
enum fault_calls { FAULT_SYSTEM, FAULT_MEMORY, FAULT_JSON_MEMORY };

/* The nth call from now on (from 1) gets the fault; 0: none does, calls are counted. */
void faults_arm(enum fault_calls calls, size_t nth, enum fault_kind kind, int reason);
void faults_disarm(void);

/* Whether the fault has struck; which call it was, and how many there were. */
bool faults_struck(void);
const char *faults_call(void);
size_t faults_count(void);

/* Every fsync() waits while the gate is shut: a disk that hangs. */
void faults_shut_gate(void);
void faults_open_gate(void);
/* Waits until a call stands at the gate. */
void faults_wait_at_gate(void);

/* The calls since arming, a letter each: o open, w write, s fsync of a file, S of a folder, c
 * close, r rename, m chmod, t ftruncate, and . for others. */
const char *faults_trace(void);

#endif
