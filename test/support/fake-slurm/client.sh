#!/bin/bash
# Stands for sbatch, squeue, ...: hands its name, folder and arguments to the fake controller and prints the answer.
# The port is filled in when the fake is set up.
exec 3<>/dev/tcp/127.0.0.1/@PORT@ || {
  echo "${0##*/}: error: Unable to contact slurm controller (connect failure)" >&2
  exit 1
}
printf '%s\0' "$(($# + 2))" "${0##*/}" "$PWD" "$@" >&3
code=1
while IFS= read -r line <&3; do
  case $line in
    1*) printf '%s\n' "${line:1}" ;;
    2*) printf '%s\n' "${line:1}" >&2 ;;
    =*) code=${line:1} ;;
  esac
done
exit "$code"
