/* Errors of net; see rnntop/base/errors.h. URLs are shown without a password that stands in them.
 */
RT_ERROR(CHECKSUM_NO_MEMORY, MEMORY, (), "There is no memory for a checksum.")
RT_ERROR(
    CHECKSUM_NOT_COMPUTED, UNSUPPORTED, (W),
    "libcrypto computes no {1} on this system, so nothing can be checked; does a policy (FIPS) "
    "forbid it?")

/* A file that is known before it is there: its name, the kind of its checksum. */
RT_ERROR(KNOWN_FILE_NOT_PLAIN, IO, (),
         "{path} is a folder, a pipe or a device: name a file, or move it away.")
RT_ERROR(KNOWN_FILE_IS_ANOTHER, FORMAT, (W, W), "{path} is not {1}: its {2} is another one.")
RT_ERROR(CACHE_NOT_MADE, IO, (), "{reason} XDG_CACHE_HOME names it.") /* put around another */

/* What has come of a download. */
RT_ERROR(PART_LOCKED, IO, (), "Another rnntop is fetching into {path}; wait until it is done.")
RT_ERROR(
    PART_NO_ROOM, IO, (E),
    "{path} can't be written: {1}; make room there or name another folder with XDG_CACHE_HOME.")
RT_ERROR(PART_IN_THE_WAY, IO, (),
         "{path} is in the way and no file that a download left; move it away.")
RT_ERROR(PART_NOT_WRITTEN, IO, (E),
         "{path} can't be written: {1}; name another folder with XDG_CACHE_HOME.")

/* What a server answers: its URL, the file's name and sizes. Each that may have come through a
 * proxy has a second row, which names the variable that names the proxy. */
RT_ERROR(DOWNLOAD_NO_MEMORY, MEMORY, (), "There is no memory for a download.")
RT_ERROR(
    DOWNLOAD_NO_LIBCURL, UNSUPPORTED, (T),
    "This rnntop was built without libcurl and can't fetch: get {1} by other means, then hand it "
    "over with --from FILE.")
RT_ERROR(DOWNLOAD_LIBCURL_FAILED, MEMORY, (), "libcurl can't start.")
RT_ERROR(
    DOWNLOAD_IS_ANOTHER, FORMAT, (T, W, W),
    "What came from {1} is not {2}: its {3} is another one; nothing of it is kept. Check --url, "
    "and who answers in its place.")
RT_ERROR(SERVER_GIVES_ANOTHER_PART, IO, (T),
         "{1} can't be fetched: the server gives a part that was not asked for.")
RT_ERROR(
    SERVER_OFFERS_ANOTHER_SIZE, FORMAT, (T, N, W, N),
    "{1} offers {2:,} {2:byte|bytes} and {3} has {4:,} {4:byte|bytes}, so it is not that file; "
    "check --url, and whether the network wants a login first.")
RT_ERROR(
    SERVER_SENDS_MORE, FORMAT, (T, N, W),
    "{1} sends more than the {2:,} {2:byte|bytes} of {3}, so it is not that file; check --url.")
RT_ERROR(SERVER_HEAD_ENDLESS, FORMAT, (T), "{1} sends a head without an end; check --url.")
RT_ERROR(SERVER_BUSY, IO, (T, N), "{1} can't be fetched: the server answers {2}.")
RT_ERROR(SERVER_BUSY_THROUGH, IO, (T, W, N),
         "{1} can't be fetched, through ${2}: the server answers {3}.")
RT_ERROR(SERVER_HAS_NO_SUCH_FILE, IO, (T, N),
         "{1} can't be fetched: the server answers {2}, there is no such file; check --url.")
RT_ERROR(SERVER_HAS_NO_SUCH_FILE_THROUGH, IO, (T, W, N),
         "{1} can't be fetched, through ${2}: the server answers {3}, there is no such file; check "
         "--url.")
RT_ERROR(SERVER_REFUSES, IO, (T, N), "{1} can't be fetched: the server answers {2}; check --url.")
RT_ERROR(SERVER_REFUSES_THROUGH, IO, (T, W, N),
         "{1} can't be fetched, through ${2}: the server answers {3}; check --url.")
RT_ERROR(SERVER_SENT_NOTHING, IO, (T, N), "{1} sent nothing for {2} s (see --timeout).")
RT_ERROR(SERVER_SENT_NOTHING_THROUGH, IO, (T, W, N),
         "{1} sent nothing for {3} s, through ${2} (see --timeout).")
RT_ERROR(SERVER_BROKE_OFF, IO, (T, T), "{1} broke off the connection ({2}).")
RT_ERROR(SERVER_BROKE_OFF_THROUGH, IO, (T, W, T),
         "{1} broke off the connection, through ${2} ({3}).")
RT_ERROR(SERVER_LEADS_IN_CIRCLES, IO, (T),
         "{1} only leads from one address to the next; check --url.")
RT_ERROR(SERVER_LEADS_TO_NO_HTTPS, IO, (T),
         "{1} can't be fetched: it is, or leads to, no https address; check --url.")
RT_ERROR(SERVER_LEADS_TO_NO_HTTP, IO, (T),
         "{1} can't be fetched: it is, or leads to, no http or https address; check --url.")
RT_ERROR(URL_UNREADABLE, IO, (T), "{1} is no address that can be read; check --url.")
RT_ERROR(DOWNLOAD_FAILED, IO, (T, T), "{1} can't be fetched: {2}.")

/* On the way to a server: the file's name, the host, why (an errno, seconds, libcurl's words). */
RT_ERROR(
    HOST_UNKNOWN, IO, (W, T),
    "{1} can't be fetched: no address is known for {2}; connect to the network, or hand over a "
    "file got elsewhere with --from.")
RT_ERROR(HOST_NOT_REACHED, IO, (W, T, E),
         "{1} can't be fetched: {2} can't be reached: {3}; connect to the network, or hand over a "
         "file got elsewhere with --from.")
RT_ERROR(
    HOST_SILENT, IO, (W, T, N),
    "{1} can't be fetched: {2} can't be reached: no answer in {3} s; connect to the network, or "
    "hand over a file got elsewhere with --from.")
RT_ERROR(HOST_NOT_REACHED_SAYS, IO, (W, T, T),
         "{1} can't be fetched: {2} can't be reached: {3}; connect to the network, or hand over a "
         "file got elsewhere with --from.")
RT_ERROR(CERTIFICATE_NOT_TRUSTED, IO, (T, T),
         "The certificate of {1} can't be trusted: {2}; is the package ca-certificates installed, "
         "and is the clock right?")

/* The proxy: the variable that names it, its URL, why. */
RT_ERROR(PROXY_NOT_REACHED, IO, (W, T, E),
         "The proxy that ${1} names ({2}) can't be used: {3}; correct the variable or unset it.")
RT_ERROR(
    PROXY_SILENT, IO, (W, T, N),
    "The proxy that ${1} names ({2}) can't be used: no answer in {3} s; correct the variable or "
    "unset it.")
RT_ERROR(PROXY_NOT_REACHED_SAYS, IO, (W, T, T),
         "The proxy that ${1} names ({2}) can't be used: {3}; correct the variable or unset it.")
RT_ERROR(PROXY_REFUSES, IO, (W, T, N),
         "The proxy that ${1} names ({2}) answers {3}; correct the variable or unset it.")
RT_ERROR(PROXY_WANTS_LOGIN, IO, (W, T, N),
         "The proxy that ${1} names ({2}) answers {3}, it wants a name and a password; correct the "
         "variable or unset it.")
RT_ERROR(PROXY_WANTS_PASSWORD, IO, (T),
         "The proxy for {1} wants a name and a password; put them into the variable that names it.")
