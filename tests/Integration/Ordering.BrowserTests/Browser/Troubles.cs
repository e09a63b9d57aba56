using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Ordering.BrowserTests.Browser;

/// <summary>What no page may do: fail in a script, break the content security policy, or ask anything of another site.</summary>
internal sealed class Troubles
{
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly List<string> _expected = [];

    public Troubles(IBrowserContext context, Uri address)
    {
        context.WebError += (_, error) => _seen.Enqueue($"script error: {error.Error}");
        context.Console += (_, message) => NoteConsole(message);
        context.Request += (_, request) => NoteRequest(request, address);
    }

    /// <summary>A browser also writes an answer such as 400 to its console: a test that provokes one says so.</summary>
    public void Expect(string text) => _expected.Add(text);

    public IEnumerable<string> Unexpected =>
        _seen.Where(trouble => !_expected.Exists(text => trouble.Contains(text, StringComparison.Ordinal)));

    // Chromium reports a broken content security policy as an error on the console.
    private void NoteConsole(IConsoleMessage message)
    {
        if (message.Type is "error" or "warning")
        {
            _seen.Enqueue($"console {message.Type}: {message.Text} ({message.Location})");
        }
    }

    private void NoteRequest(IRequest request, Uri address)
    {
        var target = new Uri(request.Url);
        if (target.Authority != address.Authority)
        {
            _seen.Enqueue($"request to another site: {request.Url}");
        }
    }
}
