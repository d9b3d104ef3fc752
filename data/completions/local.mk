# Completions for shells, made of a template each and the program's own tables, by a program that the
# build runs: so there are none where it cannot, see configure.
EXTRA_DIST += data/completions/rnntop.bash.in data/completions/rnntop.zsh.in data/completions/rnntop.fish.in

if COMPLETIONS
noinst_PROGRAMS += src/print_completions
src_print_completions_SOURCES = src/print_completions.c
src_print_completions_LDADD = libspec.a libbase.a $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

completion_files = data/completions/rnntop data/completions/_rnntop data/completions/rnntop.fish
CLEANFILES += $(completion_files)
all-local: $(completion_files)

PRINT_COMPLETIONS = $(AM_V_GEN)$(MKDIR_P) data/completions && src/print_completions$(EXEEXT)
data/completions/rnntop: data/completions/rnntop.bash.in src/print_completions$(EXEEXT)
	$(PRINT_COMPLETIONS) $(srcdir)/data/completions/rnntop.bash.in >$@.tmp && mv $@.tmp $@
data/completions/_rnntop: data/completions/rnntop.zsh.in src/print_completions$(EXEEXT)
	$(PRINT_COMPLETIONS) $(srcdir)/data/completions/rnntop.zsh.in >$@.tmp && mv $@.tmp $@
data/completions/rnntop.fish: data/completions/rnntop.fish.in src/print_completions$(EXEEXT)
	$(PRINT_COMPLETIONS) $(srcdir)/data/completions/rnntop.fish.in >$@.tmp && mv $@.tmp $@

# Each shell's folder may be another, or none.
if BASH_COMPLETION_DIR_GIVEN
bashcompletiondir = $(BASH_COMPLETION_DIR)
bashcompletion_DATA = data/completions/rnntop
endif
if ZSH_COMPLETION_DIR_GIVEN
zshcompletiondir = $(ZSH_COMPLETION_DIR)
zshcompletion_DATA = data/completions/_rnntop
endif
if FISH_COMPLETION_DIR_GIVEN
fishcompletiondir = $(FISH_COMPLETION_DIR)
fishcompletion_DATA = data/completions/rnntop.fish
endif
endif
