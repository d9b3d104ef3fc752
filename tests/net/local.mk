# Tests of net, with a web server of their own on this machine.
NET_TEST_LIBS = libnet.a $(FILES_TEST_LIBS) $(CURL_LIBS) $(CRYPTO_LIBS)
HTTP_SERVER = tests/net/http_server.c tests/net/http_server.h

check_PROGRAMS += tests/net/test_digest
TESTS += tests/net/test_digest
tests_net_test_digest_SOURCES = tests/net/test_digest.c tests/base/sha256.c tests/base/sha256.h $(FILES_SUPPORT)
tests_net_test_digest_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_net_test_digest_LDADD = $(NET_TEST_LIBS)

if HAVE_CURL
DOWNLOAD_SUPPORT = tests/net/download_support.c tests/net/download_support.h tests/base/sha256.c tests/base/sha256.h \
	$(HTTP_SERVER) $(FILES_SUPPORT)

check_PROGRAMS += tests/net/test_download tests/net/test_download_place tests/net/test_download_disk
TESTS += tests/net/test_download tests/net/test_download_place tests/net/test_download_disk
LONG_TESTS += tests/net/test_download
tests_net_test_download_SOURCES = tests/net/test_download.c $(DOWNLOAD_SUPPORT)
tests_net_test_download_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_net_test_download_LDADD = $(NET_TEST_LIBS)
tests_net_test_download_place_SOURCES = tests/net/test_download_place.c $(DOWNLOAD_SUPPORT)
tests_net_test_download_place_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(CURL_CFLAGS)
tests_net_test_download_place_LDADD = $(NET_TEST_LIBS)
tests_net_test_download_disk_SOURCES = tests/net/test_download_disk.c tests/base/sha256.c tests/base/sha256.h \
	$(HTTP_SERVER) $(FILES_SUPPORT) $(FAULTS)
tests_net_test_download_disk_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_net_test_download_disk_LDFLAGS = $(FAULT_WRAPS)
tests_net_test_download_disk_LDADD = $(NET_TEST_LIBS)
endif

check_PROGRAMS += tests/net/serve
tests_net_serve_SOURCES = tests/net/serve.c $(HTTP_SERVER)
