using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace CleanCqrs.WebUi.CommandLine;

/// <summary>What a command works with.</summary>
/// <param name="Services">The services of the host, in a scope of the command.</param>
/// <param name="Parsed">The arguments.</param>
/// <param name="Console">Where its answer goes.</param>
/// <param name="Error">Where it says how far long work is.</param>
/// <param name="IsJson">Whether programs read it.</param>
/// <param name="CancellationToken">Ends it.</param>
internal sealed record CommandContext(
    IServiceProvider Services,
    ParseResult Parsed,
    IAnsiConsole Console,
    TextWriter Error,
    bool IsJson,
    CancellationToken CancellationToken)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Who does it, for the record: the user of the machine.</summary>
    public static string By => $"{Environment.UserName} at {Environment.MachineName}";

    /// <summary>Shows how far long work is: a bar at a terminal, a line now and then elsewhere.</summary>
    public Progress Progress() => Terminal.To(Error).Progress().AutoClear(true);

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Answers with a value: as JSON, or in the words of the command.</summary>
    public void Answer<T>(T value, Action<IAnsiConsole> say)
    {
        if (IsJson)
        {
            // Not by the console, which would fold long lines.
            Console.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(value, _json));
        }
        else
        {
            say(Console);
        }
    }
}
