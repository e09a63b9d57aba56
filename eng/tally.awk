# Reads the output of a run of eng/test.sh and prints the tests that failed, each with the beginning of its message, and the last line. After each
# "dotnet test" the script adds the line "ended with N", its exit code; a step that fails adds "FAILED: ...". With -v ci=true a skipped test is a
# failure. Ends with 1 where anything failed.
function count(line) { sub(/^[^:]*: /, "", line); return line + 0 }

/^FAILED: / { failed++ }
/^Running tests from / { summary = 0 }
/^Test run summary: / { summary = 1; tests = trouble = 0; known = 1 }
summary && /^  succeeded: [0-9]+$/ { passed += count($0); tests += count($0) }
summary && /^  skipped: [0-9]+$/ { skipped += count($0); tests += count($0) }
# What the platform calls an error is a project that crashed, hung or ran no test.
summary && /^  (failed|error): [0-9]+$/ { failed += count($0); trouble += count($0) }

# A test that failed is told with its time, and with its message indented below: in a long run that stands thousands of lines above the end.
/^failed .* \([^()]*[0-9]m?s\)$/ { said = said $0 "\n"; room = 12; next }
room > 0 && /^ / { said = said substr($0, 1, 240) "\n"; room--; next }
!/^$/ { room = 0 }

/^ended with [0-9]+$/ {
    code = $3
    if (!known || (code != 0 && trouble == 0)) failed++
    known = summary = 0
}

END {
    if (said != "") printf "%s\n", said
    if (passed + failed + skipped == 0) { print "FAILED: no test has run."; failed = 1 }
    if (skipped > 0 && ci == "true") print "CI=true: a skipped test is a failure."
    print passed + 0 " passed, " failed + 0 " failed" (skipped > 0 ? ", " skipped " skipped" : "")
    exit (failed > 0 || (skipped > 0 && ci == "true"))
}
