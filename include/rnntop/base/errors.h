/*
 * errors: the table of all errors, a file a layer. Included where RT_ERROR is defined, as often as
 * there is something to be made of the rows; so it has no guard.
 *
 * A row is RT_ERROR(CODE, STATUS, (KINDS), "sentence"):
 *
 *   CODE      ERR_CODE in the sources; its name in small letters is lasting: files and other
 *             programs know it. A row that is no longer used is removed, and its name never given
 *             again.
 *   STATUS    of enum rt_status, without RT_ and ERR_; NOTE: nothing is wrong, and yet worth a word
 *   KINDS     the kinds of its values (status.h): (P, N), or () for none
 *   sentence  for a person, whole: what is wrong, where, the fix. Places:
 *             {1} .. {6}       a value; of a whole number {1:hex} is 0x1f and {1:,} 17,464,789;
 *                              of a real one {1:.2} has two digits after the point, {1:g4} four
 *                              that count
 *             {1:row|rows}     not the value but the word that goes with it (plural rule)
 *             {1:, not '*'}    of a text: nothing where it is empty, else this with the text for *
 *             {1: Or ~?}       the same of a list by commas, whose last comma becomes "or"
 *             {path} {part} {line} {byte}   where it happened
 *             {reason}         the sentence of the error that this one is put around
 *             A sentence without {path} has "PATH: " put before it where a path is known, unless it
 *             stands at the {reason} of one that has.
 */
#include "rnntop/base/errors/base.h"
#include "rnntop/base/errors/chart.h"
#include "rnntop/base/errors/data.h"
#include "rnntop/base/errors/files.h"
#include "rnntop/base/errors/net.h"
#include "rnntop/base/errors/nn.h"
#include "rnntop/base/errors/probe.h"
#include "rnntop/base/errors/program.h"
#include "rnntop/base/errors/report.h"
#include "rnntop/base/errors/run.h"
#include "rnntop/base/errors/spec.h"
#include "rnntop/base/errors/store.h"
#include "rnntop/base/errors/train.h"
#include "rnntop/base/errors/ui.h"
