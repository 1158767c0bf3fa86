/**
 * A collector that is told to stop drops the lines that are on their way between its parts, and its positions say that
 * they were read. This script sets the positions back: every file that was written to within the last hour is read again
 * from the first entry that is at most a minute older than the last one that was read, but at most 64 KiB. Loki drops what it
 * has already: the lines carry the time that the container runtime gave them.
 *
 * An entry longer than 16 KiB is several lines of the file, of which only the last one is marked `F`: reading begins
 * behind such a mark, so that no entry is cut.
 *
 * It needs sh, awk, find, grep, head, mv and tail.
 *
 * @see https://github.com/grafana/alloy/blob/v1.18.1/internal/component/loki/process/process.go `handleIn`, which returns
 * with the entry in its hands when it is stopped.
 */
export function rewindScript(positions: string): string {
  return `set -eu
positions='${positions}'
[ -s "$positions" ] || exit 0
export LC_ALL=C # awk counts bytes, not characters
awk '
  function timeOfDay(line) { return substr(line, 12, 2) * 3600 + substr(line, 15, 2) * 60 + substr(line, 18, 2) }

  function rewound(path, offset,   from, command, line, fields, at, last, entry, begins, seconds, complete) {
    from = offset > ${WINDOW} ? offset - ${WINDOW} : 0
    command = "find " path " -mmin -60 2>/dev/null | grep -q . && tail -c +" (from + 1) " " path " | head -c " (offset - from)
    at = from
    complete[0] = from == 0 # else the first line begins before the window
    while ((command | getline line) > 0) {
      last++
      begins[last] = at
      at += length(line) + 1
      seconds[last] = timeOfDay(line)
      split(line, fields, " ")
      complete[last] = fields[3] == "F"
    }
    close(command)
    for (entry = 1; entry <= last; entry++)
      if (complete[entry - 1] && (seconds[last] - seconds[entry] + 86400) % 86400 <= 60) return begins[entry]
    return offset
  }

  $1 == "?" && $2 == "path:" { path = $3 }
  $1 == ":" && $2 ~ /^"[0-9]+"$/ {
    offset = substr($2, 2, length($2) - 2)
    $0 = "  : \\"" rewound(path, offset + 0) "\\""
  }
  { print }
' "$positions" > "$positions.rewound"
mv "$positions.rewound" "$positions"`;
}

/** Bytes of each file that are looked at. */
const WINDOW = 65_536;
