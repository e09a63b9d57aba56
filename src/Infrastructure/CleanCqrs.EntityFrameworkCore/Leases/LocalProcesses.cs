using System.Diagnostics;
using System.Globalization;

namespace CleanCqrs.EntityFrameworkCore.Leases;

/// <summary>What is known of the processes in the process namespace of this one.</summary>
internal static class LocalProcesses
{
    private const string BootId = "/proc/sys/kernel/random/boot_id";
    private const string ProcessNamespace = "/proc/self/ns/pid";
    private const string StartUnknown = "0";
    private const int StateField = 0;
    private const int StartField = 19;

    /// <summary>
    /// Processes in the same process namespace see each other's process numbers. On Linux that takes the same boot of the same kernel and
    /// the same container, whatever the machine is called; elsewhere nothing more is known than the name of the machine.
    /// </summary>
    public static string Namespace { get; } = OperatingSystem.IsLinux()
        ? $"{File.ReadAllText(BootId).Trim()}:{new FileInfo(ProcessNamespace).LinkTarget?.Trim('p', 'i', 'd', ':', '[', ']')}"
        : string.Empty;

    /// <summary>When a process started, in a text that no later process with the same number has.</summary>
    public static string StartOf(int process)
    {
        if (OperatingSystem.IsLinux())
        {
            // Process.StartTime is computed from the clock, and differs a little from one observer to the next. This counts from the boot.
            return FieldsOf(process)[StartField];
        }

        using var found = Process.GetProcessById(process);
        return OperatingSystem.IsWindows() ? found.StartTime.Ticks.ToString(CultureInfo.InvariantCulture) : StartUnknown;
    }

    /// <summary>
    /// Whether the process that started then still runs. If in doubt, it does: waiting for a lease to expire costs a few seconds only.
    /// </summary>
    public static bool IsRunning(int process, string start)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !(OperatingSystem.IsLinux() && FieldsOf(process)[StateField] is "Z" or "X") && StartOf(process) == start;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            return true;
        }
    }

    /// <summary>What the kernel says of a process, from the field after its name on: the name may contain anything.</summary>
    private static string[] FieldsOf(int process)
    {
        var text = File.ReadAllText($"/proc/{process}/stat");
        return text[(text.LastIndexOf(')') + 2)..].Split(' ');
    }
}
