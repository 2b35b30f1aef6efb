#!/bin/sh
# Builds the application and measures it from a PostgreSQL slot to a counting sink; takes some minutes.
# Options as name=value: parts=throughput,latency,capture,copy,swap rounds=3 rows=550000 rate=2000 seconds=20 jvm="…"; see docs/benchmarks.md.
set -eu
cd "$(dirname "$0")/.."
options=
for option in "$@"; do
    options="$options '$option'"
done
./mvnw -B -q -Pbench -DskipTests package
exec ./mvnw -B -q -Pbench "-Dbench.options=$options" exec:exec
