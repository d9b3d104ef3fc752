# Tests of net, with a web server of their own on this machine, and of fetch.
NET_TEST_LIBS = libnet.a $(FILES_TEST_LIBS) $(CURL_LIBS) $(CRYPTO_LIBS)
HTTP_SERVER = tests/http_server.c tests/http_server.h

check_PROGRAMS += tests/test_digest
TESTS += tests/test_digest
tests_test_digest_SOURCES = tests/test_digest.c tests/sha256.c tests/sha256.h $(FILES_SUPPORT)
tests_test_digest_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_digest_LDADD = $(NET_TEST_LIBS)

check_PROGRAMS += tests/test_fetch_line
TESTS += tests/test_fetch_line
tests_test_fetch_line_SOURCES = tests/test_fetch_line.c
tests_test_fetch_line_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_fetch_line_LDADD = libreport.a $(CMOCKA_LIBS) -lm

if HAVE_CURL
DOWNLOAD_SUPPORT = tests/download_support.c tests/download_support.h tests/sha256.c tests/sha256.h \
	$(HTTP_SERVER) $(FILES_SUPPORT)

check_PROGRAMS += tests/test_download tests/test_download_place tests/test_download_disk
TESTS += tests/test_download tests/test_download_place tests/test_download_disk
tests_test_download_SOURCES = tests/test_download.c $(DOWNLOAD_SUPPORT)
tests_test_download_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_download_LDADD = $(NET_TEST_LIBS)
tests_test_download_place_SOURCES = tests/test_download_place.c $(DOWNLOAD_SUPPORT)
tests_test_download_place_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_download_place_LDADD = $(NET_TEST_LIBS)
tests_test_download_disk_SOURCES = tests/test_download_disk.c tests/sha256.c tests/sha256.h \
	$(HTTP_SERVER) $(FILES_SUPPORT) $(FAULTS)
tests_test_download_disk_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_download_disk_LDFLAGS = $(FAULT_WRAPS)
tests_test_download_disk_LDADD = $(NET_TEST_LIBS)
endif

check_PROGRAMS += tests/serve
tests_serve_SOURCES = tests/serve.c $(HTTP_SERVER)

fetch_checks = tests/check_fetch.sh tests/check_fetch_imdb.sh
dist_check_SCRIPTS += $(fetch_checks)
TESTS += $(fetch_checks)
