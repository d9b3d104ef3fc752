# net: downloads that go on where they broke, and checksums.
noinst_LIBRARIES += libnet.a
libnet_a_SOURCES = \
	include/rnntop/net/digest.h src/net/digest.c \
	include/rnntop/net/download.h src/net/download.c \
	include/rnntop/net/known_file.h src/net/known_file.c \
	include/rnntop/net/part.h src/net/part.c \
	include/rnntop/net/transfer.h src/net/transfer_url.c \
	include/rnntop/net/transfer_errors.h
libnet_a_CFLAGS = $(AM_CFLAGS) $(CURL_CFLAGS) $(CRYPTO_CFLAGS)
if HAVE_CURL
libnet_a_SOURCES += src/net/transfer.c src/net/transfer_errors.c
else
libnet_a_SOURCES += src/net/transfer_none.c
endif
