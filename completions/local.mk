# Completions for shells, made of a template each and the program's own tables, by a program that the
# build runs: so there are none where it cannot, see configure.
EXTRA_DIST += completions/rnntop.bash.in completions/rnntop.zsh.in completions/rnntop.fish.in

if COMPLETIONS
noinst_PROGRAMS += src/print_completions
src_print_completions_SOURCES = src/print_completions.c
src_print_completions_LDADD = libspec.a libbase.a $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

completion_files = completions/rnntop completions/_rnntop completions/rnntop.fish
CLEANFILES += $(completion_files)
all-local: $(completion_files)

PRINT_COMPLETIONS = $(AM_V_GEN)$(MKDIR_P) completions && src/print_completions$(EXEEXT)
completions/rnntop: completions/rnntop.bash.in src/print_completions$(EXEEXT)
	$(PRINT_COMPLETIONS) $(srcdir)/completions/rnntop.bash.in >$@.tmp && mv $@.tmp $@
completions/_rnntop: completions/rnntop.zsh.in src/print_completions$(EXEEXT)
	$(PRINT_COMPLETIONS) $(srcdir)/completions/rnntop.zsh.in >$@.tmp && mv $@.tmp $@
completions/rnntop.fish: completions/rnntop.fish.in src/print_completions$(EXEEXT)
	$(PRINT_COMPLETIONS) $(srcdir)/completions/rnntop.fish.in >$@.tmp && mv $@.tmp $@

# Each shell's folder may be another, or none.
if BASH_COMPLETION_DIR_GIVEN
bashcompletiondir = $(BASH_COMPLETION_DIR)
bashcompletion_DATA = completions/rnntop
endif
if ZSH_COMPLETION_DIR_GIVEN
zshcompletiondir = $(ZSH_COMPLETION_DIR)
zshcompletion_DATA = completions/_rnntop
endif
if FISH_COMPLETION_DIR_GIVEN
fishcompletiondir = $(FISH_COMPLETION_DIR)
fishcompletion_DATA = completions/rnntop.fish
endif
endif
