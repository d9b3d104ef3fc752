/* Errors of files; see rnntop/base/errors.h. Each has the path that it is about. */
RT_ERROR(PATH_NO_MEMORY, MEMORY, (), "There is no memory for a path.")

/* Any file that is written or read. */
RT_ERROR(FILE_NOT_WRITTEN, IO, (E), "{path} can't be written: {1}; choose another place.")
RT_ERROR(FILE_NO_ROOM, IO, (E),
         "{path} can't be written: {1}; make room there or choose another place.")
RT_ERROR(FILE_NO_FOLDER, IO, (E),
         "{path} can't be written: {1}; make its folder first or choose another place.")
RT_ERROR(FILE_IS_DEVICE, IO, (),
         "{path} can't be written: it is a pipe or a device; choose another place.")
RT_ERROR(FILE_NO_MEMORY, MEMORY, (), "{path} can't be written: no memory.")
RT_ERROR(FILE_NOT_CONFIRMED, IO, (E),
         "{path} is written, but its disk does not confirm it: {1}; save again.")
RT_ERROR(FILE_NOT_READ, IO, (E), "{path} can't be read: {1}.")
RT_ERROR(FILE_BECAME_SHORTER, IO, (), "{path} became shorter while it was read; try again.")

/* The CSV log. */
RT_ERROR(CSV_NOT_PLAIN, IO, (), "{path} can't be written: it is not a plain file.")
RT_ERROR(CSV_NOT_WRITTEN, IO, (E), "{path} can't be written: {1}.")

/* Places. */
RT_ERROR(HOME_MISSING_TO_SAVE, IO, (),
         "There is no home folder to save in: set HOME or name a file with --save.")
RT_ERROR(HOME_MISSING_FOR_DATA, IO, (),
         "There is no home folder to keep data in: set HOME or XDG_CACHE_HOME to an absolute path.")
RT_ERROR(FOLDER_NOT_MADE, IO, (E), "The folder {path} can't be made: {1}; choose another place.")
RT_ERROR(MODEL_NAME_NOT_TAKEN, IO, (E),
         "No model can be saved in {path}: {1}; name a file with --save.")

/* A safetensors file; {part} is a tensor's name. */
RT_ERROR(SAFETENSORS_TOO_SHORT, FORMAT, (), "{path} is not a safetensors file: it is too short.")
RT_ERROR(SAFETENSORS_NO_HEADER, FORMAT, (), "{path} is not a safetensors file: no header.")
RT_ERROR(SAFETENSORS_HEADER_CUT, FORMAT, (),
         "{path}: its header goes beyond its end: it is cut short.")
RT_ERROR(SAFETENSORS_HEADER_TOO_FULL, MEMORY, (N),
         "{path}: its header holds more than {1} {1:value|values}.")
RT_ERROR(SAFETENSORS_METADATA_NO_OBJECT, FORMAT, (), "{path}: its metadata is not an object.")
RT_ERROR(SAFETENSORS_METADATA_NO_TEXT, FORMAT, (), "{path}: its metadata holds more than text.")
RT_ERROR(SAFETENSORS_BYTES_LEFT, FORMAT, (N),
         "{path}: {1} {1:byte|bytes} after its last tensor {1:is|are} no tensor's.")
RT_ERROR(SAFETENSORS_NO_MEMORY, MEMORY, (), "{path}: no memory to read it.")
RT_ERROR(SAFETENSORS_NO_MEMORY_FOR_HEADER, MEMORY, (), "{path}: no memory for its header.")
RT_ERROR(SAFETENSORS_NO_MEMORY_FOR_TENSORS, MEMORY, (), "{path}: no memory for its tensors.")
RT_ERROR(SAFETENSORS_HEADER_NO_MEMORY, MEMORY, (),
         "{path} can't be written: no memory for its header.")
RT_ERROR(SAFETENSORS_HEADER_TOO_LONG, MEMORY, (N),
         "{path} can't be written: its header passes {1} {1:byte|bytes}.")
RT_ERROR(TENSOR_NO_OBJECT, FORMAT, (), "{path}: tensor \"{part}\" is not described by an object.")
RT_ERROR(TENSOR_NO_DTYPE, FORMAT, (), "{path}: tensor \"{part}\" has no dtype.")
RT_ERROR(TENSOR_UNKNOWN_DTYPE, FORMAT, (),
         "{path}: tensor \"{part}\" has a type that rnntop can't read: convert it to F32.")
RT_ERROR(TENSOR_NO_SHAPE, FORMAT, (), "{path}: tensor \"{part}\" has no shape.")
RT_ERROR(TENSOR_TOO_MANY_DIMENSIONS, FORMAT, (),
         "{path}: tensor \"{part}\" has more dimensions than rnntop can read.")
RT_ERROR(TENSOR_SHAPE_NOT_WHOLE, FORMAT, (),
         "{path}: tensor \"{part}\" has a shape that is not whole numbers.")
RT_ERROR(TENSOR_SHAPE_TOO_LARGE, FORMAT, (),
         "{path}: tensor \"{part}\" has a shape beyond all memory.")
RT_ERROR(TENSOR_OFFSETS_NOT_WHOLE, FORMAT, (),
         "{path}: tensor \"{part}\" has data_offsets that are not two whole numbers.")
RT_ERROR(TENSOR_ENDS_BEFORE_IT_BEGINS, FORMAT, (),
         "{path}: tensor \"{part}\" ends before it begins.")
RT_ERROR(TENSOR_OFFSETS_NOT_OF_SHAPE, FORMAT, (),
         "{path}: tensor \"{part}\" has data_offsets that don't fit its shape.")
RT_ERROR(TENSOR_TOO_LARGE, FORMAT, (), "{path}: tensor \"{part}\" is too large for this machine.")
RT_ERROR(TENSOR_GAP, FORMAT, (), "{path}: tensor \"{part}\" has unused bytes before it.")
RT_ERROR(TENSOR_OVERLAPS, FORMAT, (), "{path}: tensor \"{part}\" overlaps another one.")
RT_ERROR(TENSOR_CUT, FORMAT, (),
         "{path}: tensor \"{part}\" goes beyond the file's end: the file is cut short.")

/* A model file; {part} is a tensor's name or a key of the metadata. */
RT_ERROR(MODEL_NO_RUN, FORMAT, (),
         "{path} is a safetensors file, but no model of rnntop's: it lacks its run.")
RT_ERROR(MODEL_NO_NUMBER, FORMAT, (R), "{path}: its {part} is not a number from {1}.")
RT_ERROR(MODEL_TENSOR_MISSING, FORMAT, (), "{path}: the tensor \"{part}\" of its run is missing.")
RT_ERROR(MODEL_TENSOR_NOT_F32, FORMAT, (), "{path}: tensor \"{part}\" is not F32.")
RT_ERROR(MODEL_TENSOR_OTHER_SHAPE, FORMAT, (),
         "{path}: tensor \"{part}\" has not the shape that its run gives it.")
RT_ERROR(MODEL_TENSOR_UNKNOWN, FORMAT, (), "{path}: tensor \"{part}\" is none of its run's.")
RT_ERROR(MODEL_TENSOR_NOT_FINITE, NUMERIC, (),
         "{path}: tensor \"{part}\" holds a NaN or an infinity; train it anew.")
RT_ERROR(MODEL_WORDS_NOT_U8, FORMAT, (), "{path}: tensor \"{part}\" is not a row of U8.")
RT_ERROR(MODEL_NO_MEMORY_FOR_WORDS, MEMORY, (), "There is no memory for the words of {path}.")
RT_ERROR(MODEL_NOT_WRITTEN, FORMAT, (), "{path} is not written: {reason}") /* put around another */
RT_ERROR(MODEL_NOT_FINITE, NUMERIC, (), "{path} is not written: {part} holds a NaN or an infinity.")
RT_ERROR(MODEL_NO_MEMORY_FOR_RUN, MEMORY, (), "{path} is not written: no memory for its run.")
RT_ERROR(SNAPSHOT_NO_MEMORY_FOR_WEIGHTS, MEMORY, (T),
         "There is no memory for a copy of {1}'s weights.")
RT_ERROR(SNAPSHOT_NO_MEMORY_FOR_WORDS, MEMORY, (T), "There is no memory for a copy of {1}'s words.")
