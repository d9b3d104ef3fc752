#include "config.h"

#include "rnntop/spec/text_reading.h"

#include <stddef.h>

const char *const text_form_names[] = {
    [TEXT_FORM_NONE] = "none",
    [TEXT_FORM_DELIMITED] = "delimited",
    [TEXT_FORM_JSON_LINES] = "json_lines",
    [TEXT_FORM_JSON_LIST] = "json_list",
    [TEXT_FORM_JSON_COLUMNS] = "json_columns",
    [TEXT_FORM_FASTTEXT] = "fasttext",
    [TEXT_FORM_CLASS_FOLDERS] = "class_folders",
    [TEXT_FORM_CLASS_FILES] = "class_files",
    [TEXT_FORM_PAIRS] = "pairs",
    [TEXT_FORMS] = NULL,
};
const char *const column_use_names[] = {[COLUMN_UNUSED] = "unused",
                                        [COLUMN_LABEL] = "label",
                                        [COLUMN_TEXT] = "text",
                                        [COLUMN_USES] = NULL};
