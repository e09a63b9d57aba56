using System.Security.Cryptography;

namespace CleanCqrs.EntityFrameworkCore.Leases;

/// <summary>
/// Who a relay instance is: machine, process, and a random part, since a process may run several and process numbers are reused. The name
/// of another instance on the same machine tells whether its process still runs.
/// </summary>
internal sealed class RelayIdentity
{
    private const char Separator = '/';
    private const int RandomLength = 12;

    private readonly string _neighbourhood;

    private RelayIdentity(string neighbourhood, string name)
    {
        _neighbourhood = neighbourhood;
        Name = name;
    }

    /// <summary>The name of the instance: machine, process namespace, process, its start, random.</summary>
    public string Name { get; }

    public static RelayIdentity Create()
    {
        var neighbourhood = $"{Environment.MachineName}{Separator}{LocalProcesses.Namespace}{Separator}";
        var process = $"{Environment.ProcessId}{Separator}{LocalProcesses.StartOf(Environment.ProcessId)}";
        return new RelayIdentity(neighbourhood, $"{neighbourhood}{process}{Separator}{RandomNumberGenerator.GetHexString(RandomLength)}");
    }

    /// <summary>
    /// Whether an instance belongs to a process of this machine that has ended, or to a container that had its name: one that a cluster
    /// restarts keeps its name and gets another process namespace.
    /// </summary>
    public bool IsDeadPredecessor(string name) =>
        IsDeadNeighbour(name)
        || (name.StartsWith($"{Environment.MachineName}{Separator}", StringComparison.Ordinal)
            && !name.StartsWith(_neighbourhood, StringComparison.Ordinal));

    /// <summary>Whether an instance belongs to a process of this machine that has ended. Nothing is known of other machines.</summary>
    public bool IsDeadNeighbour(string name)
    {
        if (!name.StartsWith(_neighbourhood, StringComparison.Ordinal))
        {
            return false;
        }

        var parts = name[_neighbourhood.Length..].Split(Separator);
        return parts.Length == 3 && int.TryParse(parts[0], out var process) && !LocalProcesses.IsRunning(process, parts[1]);
    }
}
