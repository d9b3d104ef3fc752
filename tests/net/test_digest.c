/* Checksums against published vectors, and known files against what may lie at their place. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "rnntop/net/known_file.h"
#include "tests/base/sha256.h"
#include "tests/files/files_support.h"
#include "tests/words/error_text.h"

static void digest_text(enum digest_kind kind, const char *text, size_t piece,
                        char hex[DIGEST_HEX_SIZE])
{
    struct digest *digest;
    struct rt_error error;
    if (digest_create(&digest, kind, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    for (size_t left = strlen(text); left > 0;) {
        size_t now = left < piece ? left : piece;
        assert_true(digest_add(digest, text, now));
        text += now;
        left -= now;
    }
    assert_true(digest_finish(digest, hex));
    digest_destroy(digest);
}

/* Sources: FIPS 180-4's examples; RFC 1321, A.5. */
static void test_vectors(void **state)
{
    static const struct {
        enum digest_kind kind;
        const char *text, *hex;
    } cases[] = {
        {DIGEST_SHA256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {DIGEST_SHA256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {DIGEST_SHA256, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {DIGEST_MD5, "", "d41d8cd98f00b204e9800998ecf8427e"},
        {DIGEST_MD5, "abc", "900150983cd24fb0d6963f7d28e17f72"},
        {DIGEST_MD5, "message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t piece = 1; piece < 70; piece += 17) {
            char hex[DIGEST_HEX_SIZE];
            digest_text(cases[i].kind, cases[i].text, piece, hex);
            assert_string_equal(hex, cases[i].hex);
        }
    }
    assert_string_equal(digest_name(DIGEST_SHA256), "sha256");
    assert_string_equal(digest_name(DIGEST_MD5), "md5");
}

#define BYTES 150000

/* A file of several blocks, and what is known of it. */
static struct known_file make_known(char bytes[BYTES], char hex[SHA256_TEXT])
{
    for (size_t i = 0; i < BYTES; i++)
        bytes[i] = (char)(i * 2654435761u >> 24);
    sha256_text(bytes, BYTES, hex);
    return (struct known_file){"data.bin", BYTES, DIGEST_SHA256, hex};
}

static enum known_state look(const struct known_file *known, const char *path)
{
    enum known_state got;
    struct rt_error error;
    if (known_file_check(known, path, NULL, &got, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    return got;
}

static void test_check(void **state)
{
    static char bytes[BYTES + 1];
    char hex[SHA256_TEXT];
    struct known_file known = make_known(bytes, hex);
    enum known_state got;
    struct rt_error error;
    atomic_bool stop = true;
    const char *path = path_in(*state, "data.bin");
    assert_int_equal(look(&known, path), KNOWN_MISSING);
    assert_int_equal(look(&known, path_in(*state, "none/data.bin")), KNOWN_MISSING);
    file_put(path, bytes, BYTES);
    assert_int_equal(look(&known, path), KNOWN_RIGHT);
    assert_int_equal(known_file_check(&known, path, &stop, &got, &error), RT_INTERRUPTED);
    file_put(path, bytes, BYTES - 1);
    assert_int_equal(look(&known, path), KNOWN_WRONG);
    file_put(path, bytes, BYTES + 1);
    assert_int_equal(look(&known, path), KNOWN_WRONG);
    bytes[BYTES - 1] ^= 1;
    file_put(path, bytes, BYTES);
    assert_int_equal(look(&known, path), KNOWN_WRONG);
    file_put(path, "", 0);
    assert_int_equal(look(&known, path), KNOWN_WRONG);

    const char *folder = path_in(*state, "folder"), *pipe = path_in(*state, "pipe");
    assert_int_equal(mkdir(folder, 0777), 0);
    assert_int_equal(mkfifo(pipe, 0666), 0);
    assert_int_equal(known_file_check(&known, folder, NULL, &got, &error), RT_ERR_IO);
    assert_non_null(strstr(error_text(&error), folder));
    assert_int_equal(known_file_check(&known, pipe, NULL, &got, &error), RT_ERR_IO);
    assert_non_null(strstr(error_text(&error), pipe));
}

static void test_copy(void **state)
{
    static char bytes[BYTES];
    char hex[SHA256_TEXT];
    struct known_file known = make_known(bytes, hex);
    struct rt_error error;
    const char *from = path_in(*state, "from"), *to = path_in(*state, "a/b/data.bin");
    file_put(from, bytes, BYTES);
    if (known_file_copy(&known, from, to, NULL, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    expect_file(to, bytes, BYTES);
    assert_int_equal(count_entries(path_in(*state, "a/b")), 1);

    /* What is there stays where the source is another file. */
    bytes[7] ^= 1;
    file_put(from, bytes, BYTES);
    assert_int_equal(known_file_copy(&known, from, to, NULL, &error), RT_ERR_FORMAT);
    assert_non_null(strstr(error_text(&error), "sha256"));
    assert_int_equal(look(&known, to), KNOWN_RIGHT);
    assert_int_equal(count_entries(path_in(*state, "a/b")), 1);

    assert_int_equal(known_file_copy(&known, path_in(*state, "none"), to, NULL, &error), RT_ERR_IO);
    assert_int_equal(known_file_copy(&known, to, path_in(from, "x"), NULL, &error), RT_ERR_IO);
    assert_non_null(strstr(error_text(&error), "XDG_CACHE_HOME"));
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_vectors), IN_FOLDER(test_check),
                                       IN_FOLDER(test_copy)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
