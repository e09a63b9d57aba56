using System.CommandLine;

namespace CleanCqrs.WebUi.CommandLine;

/// <summary>Carries out the work of a command.</summary>
/// <param name="parsed">The arguments.</param>
/// <param name="work">The work; it returns the exit code.</param>
/// <param name="cancellationToken">Ends it.</param>
internal delegate Task<int> RunCommand(ParseResult parsed, Func<CommandContext, Task<int>> work, CancellationToken cancellationToken);
