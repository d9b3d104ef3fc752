/*
 * damage KIND FILE FOLDER SECONDS SEED: damages copies of a file and reads each, until the time is
 * up.
 *
 * KIND is data (whatever dataset_load() takes), or model. Every second copy has one bit flipped:
 * one after the other in an order that comes to each of them, so that with time enough all are
 * tried. The others are cut, filled, patched and put together anew, several times over. A copy must
 * be read or refused with a sentence: a crash, a sanitizer's complaint or half a minute of silence
 * is a fault, and FOLDER/damaged is then the copy that made it.
 */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rnntop/base/clock.h"
#include "rnntop/data/dataset.h"
#include "rnntop/files/model_file.h"
#include "tests/words/error_text.h"

#define PATIENCE_S 30

struct copy {
    unsigned char *at;
    size_t size, room;
};

static uint64_t random_below(uint64_t *state, uint64_t limit)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (*state >> 33) % limit;
}

static void die(const char *what)
{
    perror(what);
    exit(2);
}

static unsigned char *read_whole(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        die(path);
    long length = ftell(file);
    unsigned char *bytes = malloc((size_t)length + 1);
    rewind(file);
    if (length < 1 || !bytes || fread(bytes, 1, (size_t)length, file) != (size_t)length)
        die(path);
    fclose(file);
    *size = (size_t)length;
    return bytes;
}

static void write_whole(const char *path, const struct copy *copy)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(copy->at, 1, copy->size, file) != copy->size || fclose(file) != 0)
        die(path);
}

/* Numbers that parsers trip over, in each width. */
static void put_number(struct copy *copy, uint64_t *seed)
{
    static const uint64_t numbers[] = {0,          1,          0x7f,       0x80,
                                       0xff,       0xffff,     0x7fffffff, 0x80000000,
                                       0xffffffff, UINT64_MAX, INT64_MAX,  (uint64_t)1 << 40};
    uint64_t number = numbers[random_below(seed, sizeof numbers / sizeof *numbers)];
    size_t width = (size_t)1 << random_below(seed, 4);
    if (copy->size < width)
        return;
    size_t at = random_below(seed, copy->size - width + 1);
    for (size_t i = 0; i < width; i++)
        copy->at[at + i] = (unsigned char)(number >> 8 * i);
}

/* Moves or doubles a piece: to is written over. */
static void put_piece(struct copy *copy, uint64_t *seed)
{
    size_t length = 1 + random_below(seed, copy->size < 64 ? copy->size : 64);
    size_t from = random_below(seed, copy->size - length + 1);
    size_t to = random_below(seed, copy->size - length + 1);
    memmove(copy->at + to, copy->at + from, length);
}

/* Doubles a piece in its place, which moves all that follows. */
static void insert_piece(struct copy *copy, uint64_t *seed)
{
    size_t length = 1 + random_below(seed, copy->size < 64 ? copy->size : 64);
    size_t at = random_below(seed, copy->size - length + 1);
    if (copy->size + length > copy->room)
        return;
    memmove(copy->at + at + length, copy->at + at, copy->size - at);
    copy->size += length;
}

static void damage(struct copy *copy, uint64_t *seed)
{
    for (uint64_t times = 1 + random_below(seed, 6); times > 0 && copy->size > 0; times--) {
        switch (random_below(seed, 6)) {
        case 0:
            copy->at[random_below(seed, copy->size)] ^=
                (unsigned char)(1u << random_below(seed, 8));
            break;
        case 1:
            copy->at[random_below(seed, copy->size)] = (unsigned char)random_below(seed, 256);
            break;
        case 2:
            put_number(copy, seed);
            break;
        case 3:
            put_piece(copy, seed);
            break;
        case 4:
            insert_piece(copy, seed);
            break;
        default:
            copy->size = random_below(seed, copy->size + 1);
        }
    }
}

static enum rt_status read_data(const char *path, struct rt_error *error)
{
    const struct data_spec spec = {.num_words = 200,
                                   .maxlen = 7,
                                   .padding = SIDE_POST,
                                   .truncating = SIDE_PRE,
                                   .validation_split = 0.3};
    struct dataset *dataset = NULL;
    enum rt_status status =
        dataset_load(&dataset, path, &spec, NULL, NULL, NULL, NULL, NULL, error);
    dataset_free(dataset);
    return status;
}

static enum rt_status read_model(const char *path, struct rt_error *error)
{
    struct model_snapshot *snapshot = NULL;
    enum rt_status status = model_file_read(&snapshot, path, error);
    model_snapshot_destroy(snapshot);
    return status;
}

/* The next bit of all, in steps that have no common factor with their number. */
static size_t stride_of(size_t bits)
{
    size_t stride = bits * 2 / 5 | 1;
    for (;; stride += 2) {
        size_t a = bits, b = stride;
        while (b != 0) {
            size_t rest = a % b;
            a = b;
            b = rest;
        }
        if (a == 1)
            return stride;
    }
}

int main(int argc, char **argv)
{
    if (argc != 6 || (strcmp(argv[1], "data") != 0 && strcmp(argv[1], "model") != 0)) {
        fprintf(stderr, "damage data|model FILE FOLDER SECONDS SEED\n");
        return 2;
    }
    bool is_data = strcmp(argv[1], "data") == 0;
    uint64_t seed = strtoull(argv[5], NULL, 10), read = 0, refused = 0, flips = 0;
    const double end = clock_now_s() + strtod(argv[4], NULL);
    struct copy copy = {.at = NULL};
    size_t size;
    unsigned char *bytes = read_whole(argv[2], &size);
    const size_t bits = 8 * size, stride = stride_of(bits);
    size_t bit = random_below(&seed, bits);
    char path[4096];
    snprintf(path, sizeof path, "%s/damaged", argv[3]);
    copy.room = size + 1024;
    copy.at = malloc(copy.room);
    if (!copy.at)
        die("malloc");
    for (uint64_t round = 0; clock_now_s() < end; round++) {
        struct rt_error error = {0};
        memcpy(copy.at, bytes, size);
        copy.size = size;
        if (round % 2 == 0) {
            copy.at[bit / 8] ^= (unsigned char)(1u << bit % 8);
            bit = (bit + stride) % bits;
            flips++;
        } else {
            damage(&copy, &seed);
        }
        write_whole(path, &copy);
        alarm(PATIENCE_S);
        enum rt_status status = is_data ? read_data(path, &error) : read_model(path, &error);
        alarm(0);
        if (status != RT_OK && (error.status != status || error_text(&error)[0] == '\0')) {
            printf("FAULT: %s is refused without a word\n", path);
            return 1;
        }
        *(status == RT_OK ? &read : &refused) += 1;
    }
    printf("%" PRIu64 " flips of %zu bits, and as many heavier damages: %" PRIu64 " read, %" PRIu64
           " refused\n",
           flips, bits, read, refused);
    free(bytes);
    free(copy.at);
    return 0;
}
