/* Errors of data; see rnntop/base/errors.h. Many go on from the path that is put before them. */

/* ---- settings ---- */
RT_ERROR(NUM_WORDS_TOO_SMALL, USAGE, (N),
         "--num-words {1} is too small: 0, 1 and 2 mean padding, start and unknown, so give at "
         "least 3.")
RT_ERROR(MAXLEN_NOT_MEASURED, USAGE, (),
         "--maxlen auto measures texts, and these are none: give a number of tokens.")
RT_ERROR(VALIDATION_SPLIT_NO_PART, USAGE, (R),
         "--validation-split {1} is not a part: give a number from 0 to 1, such as 0.3.")
RT_ERROR(VALIDATION_SPLIT_NO_TRAINING, USAGE, (R, N),
         "--validation-split {1} leaves no rows to train on: there {2:is|are} {2}; choose another "
         "part.")
RT_ERROR(VALIDATION_SPLIT_NO_VALIDATION, USAGE, (R, N),
         "--validation-split {1} leaves no rows to validate on: there {2:is|are} {2}; choose "
         "another part.")

/* ---- files ---- */
RT_ERROR(DATA_CANT_OPEN, IO, (E), "{1}.")
RT_ERROR(DATA_CANT_EXAMINE, IO, (E), "it can't be examined: {1}.")
RT_ERROR(DATA_CANT_READ, IO, (E), "it can't be read: {1}.")
RT_ERROR(DATA_IS_FOLDER, IO, (), "it is a folder; name the file in it.")
RT_ERROR(DATA_IS_NO_FILE, IO, (), "it is a pipe or a device; save the data in a file first.")
RT_ERROR(DATA_IS_EMPTY, FORMAT, (), "it is empty; get the file again.")
RT_ERROR(DATA_TOO_LONG, MEMORY, (N), "it has more than {1} bytes.")
RT_ERROR(
    DATA_DOES_NOT_FIT, MEMORY, (N, N),
    "{1} {1:row|rows} of {2} {2:word|words} do not fit into memory; choose a smaller --maxlen.")
RT_ERROR(DATA_STOPPED, INTERRUPTED, (), "stopped on request.")
RT_ERROR(DATA_VARIABLE, IO, (P, E), "$RNNTOP_DATA names {1}: {2}; correct it or unset it.")
RT_ERROR(DATA_HAS_OWN_TEST, USAGE, (),
         "{path} has a test set of its own, so --test, which is for texts, says nothing to it: "
         "leave it out, or name texts with --data.")
/* Put around what is wrong with data that was found, not named. */
RT_ERROR(DATA_FOUND_UNUSABLE, FORMAT, (),
         "{reason} Mend or move it, or name other data: --data demo needs no file.")

/* ---- words by rank ---- */
RT_ERROR(WORDS_NO_OBJECT, FORMAT, (), "it is no JSON object of words and ranks.")
RT_ERROR(WORDS_NONE, FORMAT, (), "it holds no words.")
RT_ERROR(WORDS_TOO_MANY, FORMAT, (N, N), "it holds {1} words; at most {2} are read.")
RT_ERROR(WORDS_RANK, FORMAT, (T, N), "the rank of '{1}' is missing, taken or not within 1 and {2}.")
RT_ERROR(WORDS_PACKED, FORMAT, (), "its vocabulary is cut off or too large.")
RT_ERROR(WORDS_TOO_FEW, FORMAT, (N, N), "it has {1} {1:word|words}, but the data's go up to {2}.")
/* Put around what is wrong with the word index beside the data, which it can do without. */
RT_ERROR(WORDS_NOT_SHOWN, FORMAT, (), "No words will be shown: {reason}")

/* What was made of lists that are no ranks. */
RT_ERROR(IDS_GIVEN, FORMAT, (),
         "Its rows all begin with 1, so they are ids as load_data() returns them and are taken as "
         "they are: no start mark was added, and no id moved.")

/* ---- npz: the archive ---- */
RT_ERROR(NPZ_DIRECTORY_UNREADABLE, IO, (), "its zip directory can't be read.")
RT_ERROR(NPZ_CUT_OFF, FORMAT, (),
         "it is cut off: the zip directory at its end is missing; get the file again.")
RT_ERROR(NPZ_DIRECTORY_DAMAGED, FORMAT, (),
         "it is damaged: its zip directory contradicts itself; get the file again.")
RT_ERROR(NPZ_NO_ARRAY, FORMAT, (),
         "it holds no {part}; Keras's imdb.npz has x_train, y_train, x_test and y_test.")
RT_ERROR(NPZ_ENTRY_UNREADABLE, FORMAT, (),
         "{part}: its directory entry is unreadable; get the file again.")
RT_ERROR(NPZ_ENTRY_LIES, FORMAT, (N, N),
         "{part}: its directory entry lies: {1} {1:byte|bytes} can't come out of {2}; get the file "
         "again.")
RT_ERROR(NPZ_NO_SIZE, FORMAT, (), "{part}: its size is not given; get the file again.")
RT_ERROR(NPZ_ENCRYPTED, UNSUPPORTED, (), "{part} is encrypted; save it without a password.")
RT_ERROR(NPZ_METHOD, UNSUPPORTED, (N),
         "{part} is packed by zip method {1}; save it with numpy.savez_compressed.")
RT_ERROR(NPZ_TOO_LONG, MEMORY, (N, N),
         "{part}: {1} bytes unpacked are more than the {2} that rnntop reads; save fewer rows.")
RT_ERROR(NPZ_CANT_OPEN, FORMAT, (T), "{part} can't be opened: {1}; get the file again.")
RT_ERROR(NPZ_CANT_READ, IO, (T), "{part} can't be read: {1}.")
RT_ERROR(NPZ_CHECKSUM, FORMAT, (), "{part} is damaged: its checksum is wrong; get the file again.")
RT_ERROR(NPZ_CANT_UNPACK, FORMAT, (),
         "{part} is damaged: it can't be unpacked; get the file again.")
RT_ERROR(NPZ_MORE_BYTES, FORMAT, (),
         "{part} unpacks to more bytes than its directory entry declares; get the file again.")
RT_ERROR(NPZ_FEWER_BYTES, FORMAT, (),
         "{part} unpacks to fewer bytes than its directory entry declares; get the file again.")

/* ---- npy: an array's header ---- */
RT_ERROR(NPY_NO_ARRAY, FORMAT, (), "{part} is no npy array: it does not begin with \\x93NUMPY.")
RT_ERROR(NPY_VERSION, UNSUPPORTED, (N, N),
         "{part} is of npy version {1}.{2}; rnntop reads 1.0, 2.0 and 3.0.")
RT_ERROR(NPY_HEADER_TOO_LONG, FORMAT, (N, N),
         "{part} at byte {byte}: a header of {1} bytes is longer than the {2} allowed.")
RT_ERROR(NPY_HEADER_NO_DICTIONARY, FORMAT, (),
         "{part} at byte {byte}: its npy header is wrong: it is no dictionary.")
RT_ERROR(NPY_HEADER_KEY, FORMAT, (),
         "{part} at byte {byte}: its npy header is wrong: a key is malformed.")
RT_ERROR(NPY_HEADER_DESCR, FORMAT, (),
         "{part} at byte {byte}: its npy header is wrong: its descr is not that of a plain array.")
RT_ERROR(NPY_HEADER_ORDER, FORMAT, (),
         "{part} at byte {byte}: its npy header is wrong: its fortran_order is neither True nor "
         "False.")
RT_ERROR(NPY_HEADER_SHAPE, FORMAT, (),
         "{part} at byte {byte}: its npy header is wrong: its shape is not a tuple of possible "
         "lengths.")
RT_ERROR(NPY_HEADER_UNKNOWN_KEY, FORMAT, (),
         "{part} at byte {byte}: its npy header is wrong: a key is unknown or there twice.")
RT_ERROR(NPY_HEADER_OPEN, FORMAT, (),
         "{part} at byte {byte}: its npy header is wrong: it does not end.")
RT_ERROR(
    NPY_HEADER_INCOMPLETE, FORMAT, (),
    "{part} at byte {byte}: its npy header is wrong: descr, fortran_order or shape is missing.")
RT_ERROR(NPY_HEADER_GOES_ON, FORMAT, (),
         "{part} at byte {byte}: its npy header is wrong: something follows it.")

/* ---- npz: what the arrays hold ---- */
RT_ERROR(ARRAY_ENDS_EARLY, FORMAT, (), "{part} ends too early, at byte {byte}.")
RT_ERROR(ARRAY_GOES_ON, FORMAT, (), "{part} goes on after its end, at byte {byte}.")
RT_ERROR(ARRAY_NO_MEMORY, MEMORY, (), "{part} does not fit into memory.")
RT_ERROR(
    ARRAY_DOES_NOT_FIT, MEMORY, (N, N),
    "{part} does not fit into memory: {1} {1:row|rows} of {2} {2:word|words}; choose a smaller "
    "--maxlen.")
RT_ERROR(ARRAY_TOO_LARGE, MEMORY, (N, N, N),
         "{part} needs more than {1} bytes of memory, for {2} {2:row|rows} of {3} {3:word|words}; "
         "choose a smaller --maxlen.")
RT_ERROR(
    ARRAY_PLAIN, UNSUPPORTED, (T, T),
    "{part} is a plain array of type {1} and shape {2}; rnntop reads rows of any length, saved "
    "as an object array of lists of ints, as in Keras's imdb.npz, or a matrix of whole "
    "numbers, a row a text.")
RT_ERROR(
    ARRAY_PLAIN_BY_COLUMNS, UNSUPPORTED, (T, T),
    "{part} is a plain array of type {1} and shape {2}, by columns; rnntop reads rows of any "
    "length, saved as an object array of lists of ints, as in Keras's imdb.npz, or a matrix of "
    "whole numbers, a row a text.")
RT_ERROR(ARRAY_DIMENSIONS, FORMAT, (T),
         "{part} has the shape {1}; an array of lists has one dimension, such as (25000,).")
RT_ERROR(ARRAY_NO_ROWS, FORMAT, (), "{part} has no rows; save at least one.")
RT_ERROR(
    ARRAY_TOO_MANY_ROWS, FORMAT, (T, N, N),
    "{part} has the shape {1}, more rows than its {2} bytes or rnntop ({3} rows) can hold; save "
    "fewer rows.")
RT_ERROR(ARRAY_ID, FORMAT, (N, N, N),
         "{part} at byte {byte}: row {1} has the id {2}; ids are 0 to {3}.")
RT_ERROR(LABELS_TYPE, UNSUPPORTED, (T),
         "{part} has the type {1}; labels must be whole numbers: save y.astype('int64').")
RT_ERROR(LABELS_SHAPE, FORMAT, (T, N),
         "{part} has the shape {1}, but there {2:is|are} {2} {2:row|rows} of words; save a label a "
         "row.")
RT_ERROR(
    LABELS_NUMBER, FORMAT, (N, N, N),
    "{part} at byte {byte}: the label of row {1} is {2}; labels are the numbers of the classes, "
    "from 0 to K - 1, at most {3}.")
RT_ERROR(LABELS_GAP, FORMAT, (N, N),
         "{part} goes up to {1}, and no row has the label {2}; number the classes from 0 on.")
RT_ERROR(LABELS_OF_TEST, FORMAT, (N, T, N), "{part} has the label {1}, and {2} goes up to {3}.")

/* ---- npz: pickles ---- */
RT_ERROR(PICKLE_PROTOCOL, UNSUPPORTED, (),
         "{part} at byte {byte}: no pickle of protocol 2 to 5; save the array again with "
         "numpy.savez.")
RT_ERROR(
    PICKLE_GLOBAL, FORMAT, (T, T),
    "{part} at byte {byte}: the pickle asks for {1}.{2}, which no array of lists needs; nothing "
    "was run; get the data from a source that you trust.")
RT_ERROR(PICKLE_FRAME, FORMAT, (),
         "{part} at byte {byte}: a pickle frame reaches past the end; get the file again.")
RT_ERROR(PICKLE_OPCODE, FORMAT, (N, N),
         "{part} at byte {byte}: opcode {1:hex} where {2:hex} should be; rnntop reads arrays of "
         "lists of whole numbers and nothing else from a pickle; save x like that with NumPy 1.17 "
         "or newer.")
RT_ERROR(PICKLE_NO_STRING, FORMAT, (N),
         "{part} at byte {byte}: opcode {1:hex} where a string should be; rnntop reads arrays of "
         "lists of whole numbers and nothing else from a pickle; save x like that with NumPy 1.17 "
         "or newer.")
RT_ERROR(PICKLE_NO_NUMBER, FORMAT, (N),
         "{part} at byte {byte}: opcode {1:hex} where a number should be; rnntop reads arrays of "
         "lists of whole numbers and nothing else from a pickle; save x like that with NumPy 1.17 "
         "or newer.")
RT_ERROR(PICKLE_NO_TRUTH, FORMAT, (N),
         "{part} at byte {byte}: opcode {1:hex} where False or True should be; rnntop reads "
         "arrays of lists of whole numbers and nothing else from a pickle; save x like that with "
         "NumPy 1.17 or newer.")
RT_ERROR(PICKLE_STRING_LONG, FORMAT, (N),
         "{part} at byte {byte}: a string of {1} {1:byte|bytes}; rnntop reads arrays of lists of "
         "whole numbers and nothing else from a pickle; save x like that with NumPy 1.17 or newer.")
RT_ERROR(PICKLE_STRING_NUL, FORMAT, (),
         "{part} at byte {byte}: a NUL in a name; rnntop reads arrays of lists of whole numbers "
         "and nothing else from a pickle; save x like that with NumPy 1.17 or newer.")
RT_ERROR(PICKLE_STRING_OTHER, FORMAT, (W),
         "{part} at byte {byte}: a string other than '{1}'; rnntop reads arrays of lists of whole "
         "numbers and nothing else from a pickle; save x like that with NumPy 1.17 or newer.")
RT_ERROR(PICKLE_MEMO, FORMAT, (N),
         "{part} at byte {byte}: memo entry {1} is no string of this file; rnntop reads arrays of "
         "lists of whole numbers and nothing else from a pickle; save x like that with NumPy 1.17 "
         "or newer.")
RT_ERROR(PICKLE_NUMBER_LONG, FORMAT, (N),
         "{part} at byte {byte}: a number of {1} bytes; rnntop reads arrays of lists of whole "
         "numbers and nothing else from a pickle; save x like that with NumPy 1.17 or newer.")
RT_ERROR(PICKLE_NUMBER_OTHER, FORMAT, (N, N),
         "{part} at byte {byte}: the number is {1} and not {2}; rnntop reads arrays of lists of "
         "whole numbers and nothing else from a pickle; save x like that with NumPy 1.17 or newer.")
RT_ERROR(PICKLE_LENGTH, FORMAT, (N, N),
         "{part} at byte {byte}: the array's length is {1} and not {2}; rnntop reads arrays of "
         "lists of whole numbers and nothing else from a pickle; save x like that with NumPy 1.17 "
         "or newer.")
RT_ERROR(PICKLE_NO_LIST, FORMAT, (N, N),
         "{part} at byte {byte}, row {1}: opcode {2:hex} where a list of whole numbers should "
         "begin, go on or end; make each row [int(i) for i in row] and save again.")
RT_ERROR(PICKLE_MORE_ROWS, FORMAT, (N),
         "{part} at byte {byte}: more rows come than the {1} of its shape; get the file again.")
RT_ERROR(PICKLE_FEWER_ROWS, FORMAT, (N, N),
         "{part} holds {1} {1:row|rows} where its shape says {2}; get the file again.")
RT_ERROR(PICKLE_ROW_LONG, FORMAT, (N, N),
         "{part} at byte {byte}, row {1} has more than {2} words; cut it before saving.")
RT_ERROR(PICKLE_ROW_NO_MEMORY, MEMORY, (N),
         "{part} does not fit into memory: a row of {1} numbers.")
RT_ERROR(PICKLE_WORD, FORMAT, (N, N, N),
         "{part} at byte {byte}, row {1}: the word's number {2} is not within 0 and {3}; renumber "
         "the words by their frequency.")

/* ---- texts: files and what they are ---- */
RT_ERROR(TEXT_NO_MEMORY, MEMORY, (), "its texts do not fit into memory; take fewer of them.")
RT_ERROR(TEXT_TOO_LONG, MEMORY, (N), "there are more than {1} bytes of text; take fewer of them.")
RT_ERROR(TEXT_TOO_MANY_ROWS, MEMORY, (N), "it has more than {1} rows; take fewer.")
RT_ERROR(TEXT_ENCODING_UNKNOWN, UNSUPPORTED, (T),
         "this system's iconv knows no encoding called '{1}'; see --encoding, or convert it to "
         "UTF-8.")
RT_ERROR(TEXT_ENCODING_BROKEN, FORMAT, (W), "line {line} holds what is no {1}; save it as UTF-8.")
RT_ERROR(TEXT_LINE_TOO_LONG, UNSUPPORTED, (N), "line {line} is longer than {1} MB.")
RT_ERROR(TEXT_NUL, FORMAT, (), "line {line} holds a NUL byte, as no text does.")
RT_ERROR(TEXT_NO_TEXT, FORMAT, (),
         "it is neither an npz file, such as Keras's imdb.npz, nor text: line {line} holds a NUL "
         "byte, as no text does.")
RT_ERROR(TEXT_NO_TABLE, FORMAT, (),
         "it is neither an npz file (a zip of NumPy arrays), such as Keras's imdb.npz, nor a "
         "grammar for made-up reviews, nor a table of texts and labels (CSV, TSV, JSON lines).")
RT_ERROR(TEXT_OPEN_QUOTE, FORMAT, (),
         "line {line} has a quote that is opened and never closed; close it, or write it twice "
         "where it is only a character.")
RT_ERROR(TEXT_OPEN_OBJECT, FORMAT, (),
         "line {line} has a brace or a quote that is opened and never closed; the file seems to be "
         "cut off.")
/* Put around what is wrong with a test set. */
RT_ERROR(TEST_UNUSABLE, FORMAT, (), "The test set can't be used: {reason}")
RT_ERROR(TEST_IS_JSON, FORMAT, (),
         "it is JSON, and the training data is not; both must have one form.")
RT_ERROR(TEST_IS_NO_JSON, FORMAT, (),
         "it is no JSON, and the training data is; both must have one form.")
RT_ERROR(TEST_IS_FOLDER, FORMAT, (),
         "it is a folder and the training data is none; both must have one form.")
RT_ERROR(TEST_IS_FILE, FORMAT, (),
         "it is a file and the training data is none; both must have one form.")
RT_ERROR(TEST_NO_ROWS, FORMAT, (), "it has no rows.")
RT_ERROR(TEST_NO_COLUMN, FORMAT, (T), "no column is called '{1}', as in the training data.")
RT_ERROR(TEST_MISSING, USAGE, (),
         "the model was trained with a test set of its own; name it with --test.")
RT_ERROR(TEST_TWICE, USAGE, (), "it has a folder test in it already; leave --test out.")
RT_ERROR(WORD_INDEX_MISSING, USAGE, (),
         "the model was trained with a word index; name it with --word-index.")
RT_ERROR(WORD_INDEX_UNWANTED, USAGE, (),
         "the model was trained without a word index; leave --word-index out.")

/* ---- texts: columns ---- */
RT_ERROR(COLUMNS_ONE, FORMAT, (),
         "its rows have one column; a table of texts has a label and a text in each.")
RT_ERROR(COLUMN_NUMBER, USAGE, (W, T, N), "--{1} {2}: there are the columns 1 to {3}.")
RT_ERROR(COLUMN_NAME, USAGE, (W, T, T), "--{1}: no column is called '{2}'; there are: {3}.")
RT_ERROR(COLUMNS_TOO_MANY, USAGE, (N), "--text-column takes {1} columns at most.")
RT_ERROR(COLUMNS_SAME, USAGE, (), "--text-column and --label-column are the same.")
RT_ERROR(COLUMN_NO_LABEL, FORMAT, (),
         "no column looks like labels, with few different short values; name it with "
         "--label-column.")
RT_ERROR(COLUMN_NO_TEXT, FORMAT, (),
         "no column holds text beside the labels; name it with --text-column.")

/* ---- texts: folders ---- */
RT_ERROR(FOLDER_UNREADABLE, IO, (E), "the folder can't be read: {1}.")
RT_ERROR(FOLDER_TABLES, FORMAT, (N, T, T),
         "it holds {1} tables, {2} and {3} among them, and none is called train: name one of them.")
RT_ERROR(FOLDER_NO_TRAINING, FORMAT, (T), "it holds {1} and no training texts.")
RT_ERROR(FOLDER_PAIR, FORMAT, (N, P, N),
         "it has {1} {1:line|lines}, and {2}, which should hold a label for each, has {3}.")
RT_ERROR(FOLDER_NO_TEXTS, FORMAT, (),
         "it is a folder without texts: give one with a folder of .txt files for each class, with "
         "a file for each class, or name a file.")

/* ---- texts: rows and classes ---- */
RT_ERROR(CLASSES_TOO_MANY, FORMAT, (N),
         "there are more than {1} different labels; name the column of the labels with "
         "--label-column.")
RT_ERROR(CLASSES_NONE, FORMAT, (),
         "none of its rows has a label and a text; see the columns that it has.")
RT_ERROR(
    CLASSES_ONE, FORMAT, (N, T),
    "all of its {1} {1:row has|rows have} the label '{2}'; learning needs two classes or more.")
RT_ERROR(TEST_EMPTY, FORMAT, (),
         "its test set has no row with a label of the training data and a text.")
RT_ERROR(TEST_NO_SHARE, FORMAT, (),
         "it has too few rows to keep one for the test; two of a class at least are needed.")

/* ---- texts: what was left out ---- */
RT_ERROR(
    ROWS_NO_LABEL, FORMAT, (N),
    "{1} {1:row was|rows were} left out.  {1:It is|The first is} {path}, line {line}: it has no "
    "label.")
RT_ERROR(
    ROWS_NO_WORD, FORMAT, (N),
    "{1} {1:row was|rows were} left out.  {1:It is|The first is} {path}, line {line}: its text "
    "holds no word.")
RT_ERROR(
    ROWS_NEW_LABEL, FORMAT, (N),
    "{1} {1:row was|rows were} left out.  {1:It is|The first is} {path}, line {line}: its label "
    "is none of the training data's.")
RT_ERROR(ROWS_COLUMNS, FORMAT, (N, N, N),
         "{1} {1:row was|rows were} left out.  {1:It is|The first is} {path}, line {line}: it has "
         "{2} {2:column|columns}, not {3}.")
RT_ERROR(ROWS_MORE_COLUMNS, FORMAT, (N, N, N),
         "{1} {1:row was|rows were} left out.  {1:It is|The first is} {path}, line {line}: it has "
         "more than {2} columns, not {3}.")
RT_ERROR(
    ROWS_NO_OBJECT, FORMAT, (N),
    "{1} {1:row was|rows were} left out.  {1:It is|The first is} {path}, line {line}: it is no "
    "JSON object.")
RT_ERROR(ROWS_NO_JSON, FORMAT, (N, T),
         "{1} {1:row was|rows were} left out.  {1:It is|The first is} {path}, line {line}: {2}.")
RT_ERROR(ROWS_NUL, FORMAT, (N),
         "{1} {1:row holds|rows hold} the character U+0000, which is read as a blank.")
RT_ERROR(ROWS_OTHER_KEY, FORMAT, (N),
         "{1} {1:row was|rows were} left out.  {1:It is|The first is} {path}, line {line}: its "
         "columns have different keys.")
/* Put around them where they are too many. */
RT_ERROR(ROWS_TOO_MANY, FORMAT, (),
         "More than 1 % of the rows can't be used; --skip-bad-rows trains on the others.  {reason}")
RT_ERROR(FILES_EMPTY, FORMAT, (N),
         "{1} {1:row was|rows were} left out.  {1:It is|The first is} {path}: it is empty.")
RT_ERROR(FILES_NO_WORD, FORMAT, (N),
         "{1} {1:row was|rows were} left out.  {1:It is|The first is} {path}: its text holds no "
         "word.")
RT_ERROR(FILES_NEW_LABEL, FORMAT, (N),
         "{1} {1:row was|rows were} left out.  {1:It is|The first is} {path}: its label is none of "
         "the training data's.")
RT_ERROR(FOLDER_UNLABELLED, FORMAT, (), "The folder unsup has no labels: left out.")
RT_ERROR(FOLDER_STRAYS, FORMAT, (T, N),
         "The folder {1} has {2} {2:entry that is|entries that are} no .txt file: left out.")
RT_ERROR(FOLDERS_STRAYS, FORMAT, (N, N, T),
         "{1} folders have {2} entries that are no .txt file: left out.  The first is {3}.")
RT_ERROR(FOLDER_VALIDATION, FORMAT, (T),
         "{1} was left out: training rows are kept for validation, see --validation-split.")
RT_ERROR(FOLDER_OTHERS, FORMAT, (N),
         "{1} other {1:entry|entries} of the folder {1:was|were} left out.")

/* ---- made-up reviews ---- */
RT_ERROR(GRAMMAR_MAGIC, FORMAT, (),
         "line {line}: is not 'rnntop grammar 1', with which one begins.")
RT_ERROR(GRAMMAR_NUL, FORMAT, (), "line {line}: holds a NUL byte; a grammar is text.")
RT_ERROR(GRAMMAR_NAME, FORMAT, (), "line {line}: 'name' takes a few words, 39 bytes at the most.")
RT_ERROR(GRAMMAR_REVIEWS, FORMAT, (),
         "line {line}: 'reviews' takes two even numbers: for training and for the test.")
RT_ERROR(GRAMMAR_LENGTHS, FORMAT, (N), "line {line}: 'lengths' takes at most {1} points.")
RT_ERROR(GRAMMAR_LENGTH, FORMAT, (T, N),
         "line {line}: '{1}' is no point of 'lengths': per cent, a colon and words, such as "
         "50:170, growing from 0:... to 100:..., words up to {2}.")
RT_ERROR(GRAMMAR_MOODS, FORMAT, (N), "line {line}: there are at most {1} moods.")
RT_ERROR(GRAMMAR_MOOD, FORMAT, (),
         "line {line}: 'mood' takes its share of the reviews in per cent, and how many statements "
         "of a hundred agree with the review, from 50 to 99.")
RT_ERROR(GRAMMAR_SETTING, FORMAT, (T),
         "line {line}: '{1}' is no setting, or its value does not fit; there are name, seed, "
         "reviews, lengths, mood and noise, before the first [heading].")
RT_ERROR(GRAMMAR_CATEGORIES, FORMAT, (N), "line {line}: there are more than {1} categories.")
RT_ERROR(GRAMMAR_TWICE, FORMAT, (T), "line {line}: [{1}] stands twice.")
RT_ERROR(GRAMMAR_HEADING_OPEN, FORMAT, (), "line {line}: a heading ends with ].")
RT_ERROR(GRAMMAR_HEADING_NAME, FORMAT, (),
         "line {line}: a heading is [name], [name +] or [name -]; a name has small letters, "
         "digits and _.")
RT_ERROR(GRAMMAR_HEADING_WORD, FORMAT, (),
         "line {line}: after a heading stands nothing, or words, made N or says N.")
RT_ERROR(GRAMMAR_HEADING_MORE, FORMAT, (),
         "line {line}: there is more behind the heading than it takes.")
RT_ERROR(GRAMMAR_MADE, FORMAT, (N), "line {line}: 'made' takes how many words to make, up to {1}.")
RT_ERROR(GRAMMAR_SAYS, FORMAT, (), "line {line}: 'says' takes the statement's weight, from 1 to 9.")
RT_ERROR(GRAMMAR_SAYS_SIDE, FORMAT, (),
         "line {line}: a statement's side is drawn; its heading has no + or -.")
RT_ERROR(GRAMMAR_WEIGHT, FORMAT, (N), "line {line}: a weight is a whole number from 1 to {1}.")
RT_ERROR(GRAMMAR_WEIGHT_ALONE, FORMAT, (),
         "line {line}: nothing stands behind the weight; - means no words.")
RT_ERROR(GRAMMAR_EMPTY, FORMAT, (T), "line {line}: nothing stands below [{1}].")
RT_ERROR(GRAMMAR_SETTING_MISSING, FORMAT, (W), "the setting '{1}' is missing.")
RT_ERROR(GRAMMAR_LENGTHS_STOP, FORMAT, (),
         "'lengths' goes from 0:... to 100:..., and stops before.")
RT_ERROR(GRAMMAR_MOOD_SHARES, FORMAT, (R),
         "the moods' shares come to {1:.0} per cent; make them 100.")
RT_ERROR(GRAMMAR_ONE_SIDE, FORMAT, (T),
         "[{1}] has one side only: give it both [{1} +] and [{1} -].")
RT_ERROR(GRAMMAR_CATEGORY_MISSING, FORMAT, (W),
         "the category [{1}] is missing: a review is an opening, sentences and a closing.")
RT_ERROR(GRAMMAR_SIDE_OUTSIDE, FORMAT, (W),
         "line {line}: below [{1}], {+...} or {-...} stands outside of every statement; a "
         "category that [says] something must lie between.")
RT_ERROR(GRAMMAR_NO_WORD_EVER, FORMAT, (), "[sentence] never holds a word.")
RT_ERROR(GRAMMAR_TOO_LONG, FORMAT, (N), "the templates are longer than {1} words.")
RT_ERROR(GRAMMAR_TOO_MANY_LISTS, FORMAT, (N), "there are more than {1} categories and forms.")
RT_ERROR(GRAMMAR_TOO_MANY_WORDS, FORMAT, (N), "there are more than {1} different words.")
RT_ERROR(GRAMMAR_TOO_MANY_ALTERNATIVES, FORMAT, (N), "there are more than {1} alternatives.")
RT_ERROR(GRAMMAR_MADE_FEW, FORMAT, (N, N),
         "line {line}: these patterns make {1} different {1:word|words}, not {2}; give more "
         "syllables.")
/* Of a piece of a line. */
RT_ERROR(GRAMMAR_OWN_SIDE, FORMAT, (T),
         "line {line}: '{1}' takes a side of its own below a heading that has one.")
RT_ERROR(GRAMMAR_STATEMENT_INSIDE, FORMAT, (T),
         "line {line}: '{1}' is or holds a statement, and stands within another.")
RT_ERROR(GRAMMAR_FORM, FORMAT, (T),
         "line {line}: '{1}' asks for a form that is none of s, ed, ing and ly.")
RT_ERROR(GRAMMAR_FORM_OF_TEMPLATES, FORMAT, (T),
         "line {line}: '{1}' asks for a form of what is not words.")
RT_ERROR(GRAMMAR_NO_CATEGORY, FORMAT, (T),
         "line {line}: '{1}' is no category: there is no such heading.")
RT_ERROR(GRAMMAR_TWO_SIDES, FORMAT, (T),
         "line {line}: '{1}' has two sides: write {+...}, {-...} or {?...}.")
RT_ERROR(GRAMMAR_NO_SIDES, FORMAT, (T), "line {line}: '{1}' has no sides: write it without + - ?.")
RT_ERROR(GRAMMAR_LOOP, FORMAT, (T),
         "line {line}: '{1}' comes back to itself: such a review would never end.")
RT_ERROR(GRAMMAR_LETTERS, FORMAT, (T),
         "line {line}: '{1}' is no word: words have small letters, digits, ' and -.")
RT_ERROR(GRAMMAR_WORD_LONG, FORMAT, (T), "line {line}: '{1}' is too long for a word.")
RT_ERROR(GRAMMAR_NO_WORD, FORMAT, (T), "line {line}: '{1}' is no word of 1 to 40 letters.")
RT_ERROR(GRAMMAR_OPEN_BRACE, FORMAT, (T), "line {line}: '{1}' has a { without a }.")
RT_ERROR(GRAMMAR_TEMPLATE_LONG, FORMAT, (T), "line {line}: '{1}' may become longer than 400 words.")
RT_ERROR(GRAMMAR_NO_WORDS, FORMAT, (T),
         "line {line}: '{1}' is no category of words to make words of.")
RT_ERROR(GRAMMAR_MADE_LONG, FORMAT, (T), "line {line}: '{1}' makes words of more than 40 letters.")
