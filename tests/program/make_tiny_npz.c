/*
 * make_tiny_npz OUT.npz ROWS: a small file in imdb.npz's form, for tests that drive the program.
 *
 * ROWS training and ROWS test reviews of 20 to 150 words; a positive one leans to words of even
 * rank, a negative one to odd ones, so that there is something to learn. The same for every call.
 */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

struct bytes {
    unsigned char *data;
    size_t size, room;
};

static void put(struct bytes *bytes, const void *data, size_t size)
{
    if (bytes->size + size > bytes->room) {
        bytes->room = 2 * (bytes->size + size);
        bytes->data = realloc(bytes->data, bytes->room);
        if (!bytes->data)
            abort();
    }
    memcpy(bytes->data + bytes->size, data, size);
    bytes->size += size;
}

static void put_text(struct bytes *bytes, const char *text)
{
    put(bytes, text, strlen(text));
}

static void put_int(struct bytes *bytes, unsigned value)
{
    unsigned char code[3] = {'M', value & 255, value >> 8}; /* BININT2 */
    put(bytes, code, 3);
}

static void put_header(struct bytes *bytes, const char *descr, unsigned rows)
{
    char header[128];
    int used = snprintf(header, sizeof header,
                        "{'descr': '%s', 'fortran_order': False, 'shape': (%u,), }", descr, rows);
    memset(header + used, ' ', sizeof header - (size_t)used);
    header[117] = '\n'; /* 10 bytes of preamble and 118 of header: a multiple of 64 */
    put(bytes, "\x93NUMPY\x01\x00\x76\x00", 10);
    put(bytes, header, 118);
}

static uint32_t draw(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

/* Ranks fall off like a language's: small ones are frequent. */
static unsigned draw_word(uint64_t *state, unsigned label)
{
    unsigned range = 8u << (draw(state) % 10);
    unsigned rank = 1 + draw(state) % range;
    if (draw(state) % 4 == 0)
        rank = (rank & ~1u) + 2 - label; /* even for 0, odd for 1 */
    return rank;
}

static void put_reviews(struct bytes *bytes, unsigned rows, uint64_t seed)
{
    put_header(bytes, "|O", rows);
    put_text(bytes, "\x80\x02"
                    "cnumpy.core.multiarray\n_reconstruct\n"
                    "cnumpy\nndarray\n");
    put(bytes,
        "K\x00\x85U\x01"
        "b\x87R(K\x01",
        11);
    put_int(bytes, rows);
    put(bytes, "\x85", 1);
    put_text(bytes, "cnumpy\ndtype\n");
    put(bytes, "U\x02O8K\x00K\x01\x87R(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK?tb\x89]",
        35);
    for (unsigned i = 0; i < rows; i++) {
        uint64_t state = seed + i;
        unsigned length = 20 + draw(&state) % 131;
        if (i % 1000 == 0)
            put(bytes, "(", 1);
        put(bytes, "](", 2);
        for (unsigned t = 0; t < length; t++)
            put_int(bytes, draw_word(&state, i % 2));
        put(bytes, "e", 1);
        if (i % 1000 == 999 || i + 1 == rows)
            put(bytes, "e", 1);
    }
    put(bytes, "tb.", 3);
}

static void put_labels(struct bytes *bytes, unsigned rows)
{
    put_header(bytes, "<i8", rows);
    for (unsigned i = 0; i < rows; i++) {
        unsigned char label[8] = {(unsigned char)(i % 2)};
        put(bytes, label, 8);
    }
}

static void add(zip_t *archive, const char *name, struct bytes *bytes)
{
    zip_source_t *source = zip_source_buffer(archive, bytes->data, bytes->size, 1);
    if (!source || zip_file_add(archive, name, source, ZIP_FL_OVERWRITE) < 0)
        abort();
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    unsigned rows = (unsigned)strtoul(argv[2], NULL, 10);
    struct bytes member[4] = {{0}};
    zip_t *archive = zip_open(argv[1], ZIP_CREATE | ZIP_TRUNCATE, NULL);
    if (!archive)
        return 1;
    put_reviews(&member[0], rows, 1);
    put_labels(&member[1], rows);
    put_reviews(&member[2], rows, 1000003);
    put_labels(&member[3], rows);
    add(archive, "x_train.npy", &member[0]);
    add(archive, "y_train.npy", &member[1]);
    add(archive, "x_test.npy", &member[2]);
    add(archive, "y_test.npy", &member[3]);
    return zip_close(archive) == 0 ? 0 : 1;
}
