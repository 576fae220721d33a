#!/bin/sh
# Runs a command that must not outlive the process which holds the other end of this script's standard input.
#   leash.sh COMMAND [ARG ...]
# - The first line on standard output is the command's process id; all that the command prints goes to standard error.
# - When standard input ends, which is what happens when its holder dies in any way, the command is killed with -9.
# - TERM is passed on. When the command ends, so does the leash, with its exit code.
# - Where setpriv is to be had (Linux), the kernel kills the command should this script itself be killed.
exec 3<&0 </dev/null
# Only a death after setpriv is noticed by the kernel, so the command asks whether this script is still there.
if setpriv --pdeathsig KILL true 2>/dev/null; then
  set -- setpriv --pdeathsig KILL sh -c '[ "$PPID" = "$0" ] && exec "$@"' "$$" "$@"
fi

"$@" >&2 3<&- &
command=$!
trap 'kill -TERM "$command" 2>/dev/null' TERM
(
  exec >&-
  read -r _ <&3
  kill -KILL "$command" 2>/dev/null
) &
watcher=$!
exec 3<&-
# Whoever reads this may kill this script: the watcher is there by now.
echo "$command"
exec >&-

# A trapped TERM interrupts `wait`, so wait until the command is really gone.
while :; do
  wait "$command"
  code=$?
  kill -0 "$command" 2>/dev/null || break
done
kill -KILL "$watcher" 2>/dev/null
exit "$code"
