#include "config.h"

#include "data_support.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

static void die(const char *what)
{
    fprintf(stderr, "data_support: %s: %s\n", what, strerror(errno));
    abort();
}

static void *allocate(size_t size)
{
    void *memory = calloc(size ? size : 1, 1);
    if (!memory)
        die("no memory");
    return memory;
}

void bytes_put(struct bytes *bytes, const void *data, size_t size)
{
    if (bytes->size + size > bytes->room) {
        bytes->room = 2 * (bytes->size + size);
        bytes->at = realloc(bytes->at, bytes->room);
        if (!bytes->at)
            die("no memory");
    }
    if (size > 0)
        memcpy(bytes->at + bytes->size, data, size);
    bytes->size += size;
}

void bytes_text(struct bytes *bytes, const char *text)
{
    bytes_put(bytes, text, strlen(text));
}

void bytes_byte(struct bytes *bytes, unsigned value)
{
    uint8_t byte = (uint8_t)value;
    bytes_put(bytes, &byte, 1);
}

void bytes_number(struct bytes *bytes, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        bytes_byte(bytes, (unsigned)(value >> (8 * i)) & 255);
}

void bytes_free(struct bytes *bytes)
{
    free(bytes->at);
    memset(bytes, 0, sizeof *bytes);
}

/* --- rows --- */

static uint32_t draw(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

void raw_rows_make(struct raw_rows *raw, size_t rows, size_t longest, int32_t rank_max,
                   uint32_t seed)
{
    static const int32_t limit[] = {200, 60000, INT32_MAX};
    raw->rows = rows;
    raw->count = allocate(rows * sizeof *raw->count);
    raw->row = allocate(rows * sizeof *raw->row);
    for (size_t i = 0; i < rows; i++) {
        raw->count[i] = draw(&seed) % (longest + 1);
        raw->row[i] = allocate(raw->count[i] * sizeof *raw->row[i]);
        for (size_t k = 0; k < raw->count[i]; k++) {
            int32_t max = limit[draw(&seed) % 3];
            raw->row[i][k] =
                1 + (int32_t)(draw(&seed) % (uint32_t)(max < rank_max ? max : rank_max));
        }
    }
}

void raw_rows_free(struct raw_rows *raw)
{
    for (size_t i = 0; i < raw->rows; i++)
        free(raw->row[i]);
    free(raw->row);
    free(raw->count);
    memset(raw, 0, sizeof *raw);
}

/* --- pickles --- */

#define GROUP 1000 /* how many items Python's pickler appends at once */

struct pickler {
    struct bytes *bytes;
    int protocol;
    uint32_t memo; /* entries so far */
};

static void memoize(struct pickler *pickler)
{
    if (pickler->protocol >= 4) {
        bytes_byte(pickler->bytes, 0x94);
    } else if (pickler->memo < 256) {
        bytes_byte(pickler->bytes, 'q');
        bytes_byte(pickler->bytes, pickler->memo);
    } else {
        bytes_byte(pickler->bytes, 'r');
        bytes_number(pickler->bytes, pickler->memo, 4);
    }
    pickler->memo++;
}

/* Python 2 leaves the memo of strings and small tuples out: nothing else refers to them. */
static void memoize_unless_2(struct pickler *pickler)
{
    if (pickler->protocol > 2)
        memoize(pickler);
}

static void put_string(struct pickler *pickler, const char *text)
{
    size_t length = strlen(text);
    bytes_text(pickler->bytes, pickler->protocol == 2   ? "U"
                               : pickler->protocol == 3 ? "X"
                                                        : "\x8c");
    bytes_number(pickler->bytes, length, pickler->protocol == 3 ? 4 : 1);
    bytes_text(pickler->bytes, text);
    memoize_unless_2(pickler);
}

/* In protocol 4 and 5 'numpy' has memo index 3 the second time it is needed. */
static void put_global(struct pickler *pickler, const char *module, const char *name, bool again)
{
    if (pickler->protocol < 4) {
        bytes_text(pickler->bytes, "c");
        bytes_text(pickler->bytes, module);
        bytes_text(pickler->bytes, "\n");
        bytes_text(pickler->bytes, name);
        bytes_text(pickler->bytes, "\n");
    } else {
        if (again)
            bytes_text(pickler->bytes, "h\x03");
        else
            put_string(pickler, module);
        put_string(pickler, name);
        bytes_byte(pickler->bytes, 0x93);
    }
    memoize(pickler);
}

static void put_integer(struct bytes *bytes, int64_t value)
{
    bool byte = value >= 0 && value < 256, two = value >= 0 && value < 65536;
    bytes_text(bytes, byte ? "K" : two ? "M" : "J");
    bytes_number(bytes, (uint64_t)value, byte ? 1 : two ? 2 : 4);
}

static void put_head(struct pickler *pickler, size_t rows)
{
    struct bytes *bytes = pickler->bytes;
    put_global(pickler, "numpy.core.multiarray", "_reconstruct", false);
    put_global(pickler, "numpy", "ndarray", false);
    bytes_put(bytes, "K\0\x85", 3);
    memoize_unless_2(pickler);
    bytes_text(bytes, pickler->protocol == 2 ? "U\1b" : "C\1b");
    memoize_unless_2(pickler);
    bytes_text(bytes, "\x87");
    memoize_unless_2(pickler);
    bytes_text(bytes, "R");
    memoize(pickler);
    bytes_text(bytes, "(K\1");
    put_integer(bytes, (int64_t)rows);
    bytes_text(bytes, "\x85");
    memoize_unless_2(pickler);
    put_global(pickler, "numpy", "dtype", true);
    put_string(pickler, "O8");
    bytes_put(bytes, pickler->protocol == 2 ? "K\0K\1" : "\x89\x88",
              pickler->protocol == 2 ? 4 : 2);
    bytes_text(bytes, "\x87");
    memoize_unless_2(pickler);
    bytes_text(bytes, "R");
    memoize(pickler);
    bytes_text(bytes, "(K\3");
    put_string(pickler, "|");
    bytes_text(bytes, "NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK?t");
    memoize_unless_2(pickler);
    bytes_text(bytes, "b\x89");
}

static void put_list(struct pickler *pickler, const int32_t *numbers, size_t count)
{
    bytes_text(pickler->bytes, "]");
    memoize(pickler);
    for (size_t i = 0; i < count; i += GROUP) {
        size_t group = count - i < GROUP ? count - i : GROUP;
        bytes_text(pickler->bytes, group > 1 ? "(" : "");
        for (size_t k = 0; k < group; k++)
            put_integer(pickler->bytes, numbers[i + k]);
        bytes_text(pickler->bytes, group > 1 ? "e" : "a");
    }
}

static void put_lists(struct pickler *pickler, const struct raw_rows *raw)
{
    bytes_text(pickler->bytes, "]");
    memoize(pickler);
    for (size_t i = 0; i < raw->rows; i += GROUP) {
        size_t group = raw->rows - i < GROUP ? raw->rows - i : GROUP;
        bytes_text(pickler->bytes, group > 1 ? "(" : "");
        for (size_t k = 0; k < group; k++)
            put_list(pickler, raw->row[i + k], raw->count[i + k]);
        bytes_text(pickler->bytes, group > 1 ? "e" : "a");
    }
    bytes_text(pickler->bytes, "t");
    memoize_unless_2(pickler);
    bytes_text(pickler->bytes, "b.");
}

static void put_protocol(struct bytes *bytes, int protocol)
{
    bytes_byte(bytes, 0x80);
    bytes_byte(bytes, (unsigned)protocol);
}

void put_pickle(struct bytes *bytes, int protocol, const struct raw_rows *raw)
{
    struct bytes frame = {0};
    struct pickler pickler = {&frame, protocol, protocol == 2 ? 1 : 0};
    put_head(&pickler, raw->rows);
    put_lists(&pickler, raw);
    put_protocol(bytes, protocol);
    if (protocol >= 4) {
        bytes_byte(bytes, 0x95);
        bytes_number(bytes, frame.size, 8);
    }
    bytes_put(bytes, frame.at, frame.size);
    bytes_free(&frame);
}

void put_pickle_head(struct bytes *bytes, int protocol, size_t rows)
{
    struct pickler pickler = {bytes, protocol, protocol == 2 ? 1 : 0};
    put_protocol(bytes, protocol);
    put_head(&pickler, rows);
}

/* --- arrays --- */

void put_npy_header(struct bytes *bytes, const char *descr, const char *shape, size_t align)
{
    char text[256];
    int length = snprintf(text, sizeof text,
                          "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", descr, shape);
    size_t total = (10 + (size_t)length + 1 + align - 1) / align * align;
    bytes_put(bytes, "\x93NUMPY\1\0", 8);
    bytes_number(bytes, total - 10, 2);
    bytes_text(bytes, text);
    for (size_t i = 10 + (size_t)length; i + 1 < total; i++)
        bytes_text(bytes, " ");
    bytes_text(bytes, "\n");
}

void put_npy_rows(struct bytes *bytes, int protocol, const struct raw_rows *raw)
{
    char shape[32];
    snprintf(shape, sizeof shape, "(%zu,)", raw->rows);
    put_npy_header(bytes, "|O", shape, protocol == 2 ? 16 : 64);
    put_pickle(bytes, protocol, raw);
}

void put_npy_labels(struct bytes *bytes, const int64_t *labels, size_t rows)
{
    char shape[32];
    snprintf(shape, sizeof shape, "(%zu,)", rows);
    put_npy_header(bytes, "<i8", shape, 64);
    for (size_t i = 0; i < rows; i++)
        bytes_number(bytes, (uint64_t)labels[i], 8);
}

static enum rt_status memory_fill(void *context, uint8_t *bytes, size_t size, size_t *got,
                                  struct rt_error *error)
{
    struct memory_source *source = context;
    (void)error;
    *got = size < source->portion ? size : source->portion;
    if (*got > source->size)
        *got = source->size;
    if (*got > 0)
        memcpy(bytes, source->at, *got);
    source->at += *got;
    source->size -= *got;
    return RT_OK;
}

void memory_reader(struct reader *reader, struct memory_source *source, const void *bytes,
                   size_t size, size_t portion)
{
    *source = (struct memory_source){bytes, size, portion};
    reader_init(reader, size, memory_fill, source);
}

/* --- files --- */

char *path_in(const char *folder, const char *name)
{
    char *path = allocate(strlen(folder) + strlen(name) + 2);
    sprintf(path, "%s/%s", folder, name);
    return path;
}

char *folder_make(void)
{
    const char *base = getenv("TMPDIR");
    char *folder = path_in(base && *base ? base : "/tmp", "rnntop-data-XXXXXX");
    if (!mkdtemp(folder))
        die(folder);
    return folder;
}

void folder_remove(char *folder)
{
    DIR *opened = opendir(folder);
    struct dirent *entry;
    if (!opened)
        die(folder);
    while ((entry = readdir(opened)) != NULL) {
        char *path = path_in(folder, entry->d_name);
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            remove(path);
        free(path);
    }
    closedir(opened);
    rmdir(folder);
    free(folder);
}

void file_write(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    if (!file || (size > 0 && fwrite(bytes, 1, size, file) != size) || fclose(file) != 0)
        die(path);
}

void file_read(const char *path, struct bytes *bytes)
{
    uint8_t part[4096];
    size_t got;
    FILE *file = fopen(path, "rb");
    if (!file)
        die(path);
    while ((got = fread(part, 1, sizeof part, file)) > 0)
        bytes_put(bytes, part, got);
    fclose(file);
}

/* --- archives --- */

void members_make(struct member member[MEMBERS], int protocol, size_t rows, struct raw_rows *train,
                  struct raw_rows *test)
{
    static const char *const name[] = {"x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy"};
    memset(member, 0, MEMBERS * sizeof *member);
    raw_rows_make(train, rows, 12, 99000, 1);
    raw_rows_make(test, rows + 1, 12, 99000, 2);
    int64_t *labels = allocate((rows + 1) * sizeof *labels);
    for (size_t i = 0; i < rows + 1; i++)
        labels[i] = i % 3 == 0;
    for (size_t i = 0; i < MEMBERS; i++)
        member[i].name = name[i];
    put_npy_rows(&member[X_TRAIN].bytes, protocol, train);
    put_npy_labels(&member[Y_TRAIN].bytes, labels, rows);
    put_npy_rows(&member[X_TEST].bytes, protocol, test);
    put_npy_labels(&member[Y_TEST].bytes, labels, rows + 1);
    free(labels);
}

void members_free(struct member member[MEMBERS])
{
    for (size_t i = 0; i < MEMBERS; i++)
        bytes_free(&member[i].bytes);
}

void npz_write(const char *path, const struct member *member, size_t members)
{
    int code = 0;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (!zip)
        die(path);
    for (size_t i = 0; i < members; i++) {
        if (!member[i].name)
            continue;
        zip_source_t *source = zip_source_buffer(zip, member[i].bytes.at, member[i].bytes.size, 0);
        zip_int64_t index = source ? zip_file_add(zip, member[i].name, source, 0) : -1;
        if (index < 0 ||
            zip_set_file_compression(zip, (zip_uint64_t)index,
                                     member[i].stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) < 0)
            die(zip_strerror(zip));
    }
    if (zip_close(zip) < 0)
        die(zip_strerror(zip));
}

struct imdb_place *imdb_place_make(const char *name, size_t rows)
{
    struct imdb_place *place = allocate(sizeof *place);
    place->folder = folder_make();
    place->path = path_in(place->folder, name);
    members_make(place->member, 4, rows, &place->train, &place->test);
    npz_write(place->path, place->member, MEMBERS);
    return place;
}

void imdb_place_free(struct imdb_place *place)
{
    members_free(place->member);
    raw_rows_free(&place->train);
    raw_rows_free(&place->test);
    folder_remove(place->folder);
    free(place->path);
    free(place);
}

void npz_patch(const char *path, const char *name, size_t offset, uint32_t value, size_t size,
               int directory_only)
{
    /* From the flags on, a directory entry is a local header with two bytes more before it. */
    static const struct {
        const char *magic;
        size_t shift, name_at;
    } header[] = {{"PK\1\2", 2, 46}, {"PK\3\4", 0, 30}};
    size_t headers = directory_only ? 1 : 2, found = 0;
    struct bytes file = {0};
    file_read(path, &file);
    for (size_t i = 0; i < file.size; i++) {
        for (size_t h = 0; h < headers; h++) {
            if (i + header[h].name_at + strlen(name) > file.size ||
                memcmp(file.at + i, header[h].magic, 4) != 0 ||
                memcmp(file.at + i + header[h].name_at, name, strlen(name)) != 0)
                continue;
            for (size_t k = 0; k < size; k++)
                file.at[i + offset + header[h].shift + k] = (uint8_t)(value >> (8 * k));
            found++;
        }
    }
    if (found != headers)
        die("no such member");
    file_write(path, file.at, file.size);
    bytes_free(&file);
}
