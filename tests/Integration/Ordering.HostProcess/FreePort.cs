using System.Net;
using System.Net.Sockets;

namespace Ordering.HostProcess;

/// <summary>
/// Finds a port that nobody listens on, below those that the system gives to whoever asks for any: it is still free when it is used.
/// </summary>
public static class FreePort
{
    private const int First = 20_000;
    private const int Count = 10_000;

    private static int _next = Environment.ProcessId * 64;

    public static int Find()
    {
        while (true)
        {
            var port = First + ((Interlocked.Increment(ref _next) & int.MaxValue) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there: the next one.
            }
        }
    }
}
