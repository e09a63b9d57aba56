# Reads a .trx file: prints each failed test with its message and each skipped test with its reason, and as the last line
# "passed failed skipped crashes".
function attribute(line, name,    start, rest) {
    start = index(line, " " name "=\"")
    if (start == 0) return ""
    rest = substr(line, start + length(name) + 3)
    return substr(rest, 1, index(rest, "\"") - 1)
}

function plain(text) {
    gsub(/<[^>]*>/, "", text)
    gsub(/&#x[DA];/, "", text)
    gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&apos;/, "'", text); gsub(/&amp;/, "\\&", text)
    sub(/[ \t\r]+$/, "", text)
    return text
}

function told(kind, name, text,    lines, count, i) {
    print kind " " plain(name)
    count = split(text, lines, "\n")
    for (i = 1; i <= count && i <= 30; i++) {
        if (plain(lines[i]) != "") print "    " plain(lines[i])
    }
}

/<UnitTestResult / {
    test = attribute($0, "testName")
    outcome = attribute($0, "outcome")
    if (outcome == "Passed") passed++
    else if (outcome == "NotExecuted") skipped++
    else failed++
    waiting = (outcome != "Passed")
    located = 0
    if ($0 ~ /\/>[ \t\r]*$/ && waiting) {
        told(outcome == "NotExecuted" ? "SKIPPED" : "FAILED", test, "")
        waiting = 0
    }
}

/<RunInfo / {
    inRunInfo = (attribute($0, "outcome") == "Error")
}

/<(Message|Text|StdOut)>/ && (waiting || inRunInfo) {
    collecting = 1
    text = $0 "\n"
    sub(/^[ \t]*<(Message|Text|StdOut)>/, "", text)
    opening = NR
}

collecting && NR > opening { text = text $0 "\n" }

/<\/(Message|Text|StdOut)>/ && collecting {
    collecting = 0
    if (inRunInfo) {
        # The runner repeats each failed test here; anything else is trouble of the run itself.
        if (text !~ /\[xUnit\.net [0-9:.]+\].*\[FAIL\]/) { told("FAILED", "(the run)", text); crashes++ }
        inRunInfo = 0
    }
    else if ($0 ~ /<\/Message>/ || outcome == "NotExecuted") {
        told(outcome == "NotExecuted" ? "SKIPPED" : "FAILED", test, text)
        waiting = 0
    }
}

/^[ \t]*(<StackTrace>)?[ \t]*at .* in .*:line [0-9]+/ && outcome == "Failed" && !located {
    place = plain($0)
    sub(/^.* in /, "    at ", place)
    print place
    located = 1
}

/<\/UnitTestResult>/ && waiting { told(outcome == "NotExecuted" ? "SKIPPED" : "FAILED", test, ""); waiting = 0 }

END { printf "%d %d %d %d\n", passed, failed, skipped, crashes }
