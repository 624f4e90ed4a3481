#!/bin/bash
# Stands in for crystal and properties where nothing is to be calculated: prints an output that was made before, and
# leaves the files that belong to it. Builtins only: a fork costs more than all the rest; and files as one piece (they hold
# no NUL), since bash takes twice as long for them line by line.
# $CRYSTALQ_BENCH_OUTPUTS holds one folder a step with output.out and the files.
step=SP
while read -r line; do
  case $line in
    OPTGEOM*) step=OPT ;;
    BAND*) step=BAND ;;
    DOSS*) step=DOSS ;;
  esac
done < INPUT
place=$CRYSTALQ_BENCH_OUTPUTS/$step
while read -r file; do
  mapfile -d '' text < "$place/$file"
  printf '%s' "${text[@]}" > "$file"
done < "$place/files"
mapfile -d '' text < "$place/output.out"
printf '%s' "${text[@]}"
