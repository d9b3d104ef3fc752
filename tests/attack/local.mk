# Attacks: what takes hours, and is run by hand: make attack ATTACK_MINUTES=60. make check compiles them.
ATTACKS = tests/attack/damage tests/attack/ring
check_PROGRAMS += $(ATTACKS)
EXTRA_DIST += tests/attack/attack.sh

tests_attack_damage_SOURCES = tests/attack/damage.c
tests_attack_damage_LDADD = $(FILES_TEST_LIBS)
tests_attack_ring_SOURCES = tests/run/ring_stress_main.c tests/run/ring_stress.h \
	tests/run/ring_stress.c tests/run/run_events.h
tests_attack_ring_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)

attack: rnntop $(ATTACKS) tests/program/make_tiny_npz
	top_srcdir='$(abs_top_srcdir)' top_builddir='$(abs_top_builddir)' \
		ATTACK_MINUTES='$(ATTACK_MINUTES)' ATTACK_SEED='$(ATTACK_SEED)' \
		$(srcdir)/tests/attack/attack.sh
