#!/bin/sh
# A chart of a report.html as a picture, by a headless Chromium:
#   docs/chart.sh runs/breast/report.html 'Accuracy over angle' docs/sre-breast.png [heading [width height]]
set -eu
report=$1 title=$2 picture=$(realpath "$3") heading=${4:-$2} width=${5:-720} height=${6:-392}
page=$(mktemp --suffix .html)
trap 'rm -f "$page"' EXIT
{
    echo '<!doctype html><meta charset="utf-8">'
    sed -n '/<style>/,/<\/style>/p' "$report" | sed 's/.*<style>/<style>/; s/<\/style>.*/<\/style>/'
    echo "<style>body { margin: 0; padding: 12px; width: ${width}px; max-width: none; min-width: 0; } figure { margin: 0; } .note { display: none; }</style>"
    sed 's/<figure>/\n<figure>/g; s/<\/figure>/<\/figure>\n/g' "$report" |
        grep -F -m 1 "<figcaption>$title</figcaption>" |
        sed "s|<figcaption>[^<]*</figcaption>|<figcaption>$heading</figcaption>|"
} > "$page"
"${CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1.5 \
    --window-size=$((width + 24)),$height --screenshot="$picture" "file://$page" > /dev/null 2>&1
