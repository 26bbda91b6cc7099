# Checks the corpora of this project with corplint. Written by `corplint init --ci make` (@VERSION@); change what you
# like. Run it with `make -f corplint.mk`, or add `include corplint.mk` at the end of a Makefile.
#
#   make -f corplint.mk CORPUS=drop          checks another folder
#   make -f corplint.mk corpus-fix           mends what can be mended safely

CORPLINT ?= corplint
# The folder or files to check.
CORPUS ?= .
# From which severity on findings fail the target: error, warning, info or never.
CORPUS_FAIL_ON ?= error
# Where reports go.
CORPUS_REPORTS ?= build/corplint

.PHONY: corpus-check corpus-diff corpus-fix corpus-format corpus-report

# What is wrong.
corpus-check:
	$(CORPLINT) check --fail-on $(CORPUS_FAIL_ON) $(CORPUS)

# What corpus-fix would change.
corpus-diff:
	$(CORPLINT) check --diff --fail-on never $(CORPUS)

# Makes the fixes that are safe; fails if something is left.
corpus-fix:
	$(CORPLINT) check --fix --fail-on $(CORPUS_FAIL_ON) $(CORPUS)

# Writes the marker lines in their canonical form.
corpus-format:
	$(CORPLINT) fmt $(CORPUS)

# What is wrong, as files for people and programs.
corpus-report:
	mkdir -p $(CORPUS_REPORTS)
	$(CORPLINT) check --fail-on $(CORPUS_FAIL_ON) --format concise \
	  --output html=$(CORPUS_REPORTS)/corplint.html \
	  --output json=$(CORPUS_REPORTS)/corplint.json \
	  --output junit=$(CORPUS_REPORTS)/corplint.xml $(CORPUS)
