using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CleanCqrs.IntegrationTests.Kafka;

/// <summary>
/// Listens as a broker does, and goes as far with whoever comes as it takes to be turned away: it speaks TLS with a certificate that nobody
/// has issued, or asks for credentials and refuses them.
/// </summary>
internal sealed class PretendBroker : IAsyncDisposable
{
    private const short SaslHandshake = 17;
    private const short ApiVersions = 18;
    private const short SaslAuthenticate = 36;
    private const short UnsupportedSaslMechanism = 33;
    private const short UnsupportedVersion = 35;
    private const short SaslAuthenticationFailed = 58;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<NetworkStream, Task> _talk;
    private readonly Task _accepting;

    private PretendBroker(Func<NetworkStream, CancellationToken, Task> talk)
    {
        _talk = stream => talk(stream, _stop.Token);
        _listener.Start();
        Address = $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = Task.Run(AcceptAsync);
    }

    public string Address { get; }

    /// <summary>Expects TLS, and has a certificate that it has issued itself.</summary>
    public static PretendBroker WithTls()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = DateTimeOffset.UtcNow;
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return new PretendBroker(async (stream, token) =>
        {
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = certificate, AllowRenegotiation = false }, token);
            await tls.CopyToAsync(Stream.Null, token);
        });
    }

    /// <summary>Closes every connection as soon as something is asked.</summary>
    public static PretendBroker ThatCloses() => new(async (stream, token) => await stream.ReadAtLeastAsync(new byte[1], 1, false, token));

    /// <summary>Knows the mechanism PLAIN, and nobody's password.</summary>
    public static PretendBroker WithPasswords() => new(async (stream, token) =>
    {
        while (await ReadRequestAsync(stream, token) is { } request)
        {
            var api = BinaryPrimitives.ReadInt16BigEndian(request);
            var answer = new Answer().Add(BinaryPrimitives.ReadInt32BigEndian(request.AsSpan(4)));
            await stream.WriteAsync(AnswerTo(api, request, answer).ToArray(), token);
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private static Answer AnswerTo(short api, byte[] request, Answer answer)
    {
        switch (api)
        {
            case ApiVersions:
                // Only the oldest form is known here: librdkafka asks again in that.
                (short Api, short Highest)[] known = [(3, 5), (SaslHandshake, 1), (ApiVersions, 0), (SaslAuthenticate, 0)];
                var isOldest = BinaryPrimitives.ReadInt16BigEndian(request.AsSpan(2)) == 0;
                answer.Add(isOldest ? (short)0 : UnsupportedVersion).Add(known.Length);
                Array.ForEach(known, item => answer.Add(item.Api).Add((short)0).Add(item.Highest));
                return answer;
            case SaslHandshake:
                var isPlain = Encoding.ASCII.GetString(request).EndsWith("PLAIN", StringComparison.Ordinal);
                return answer.Add(isPlain ? (short)0 : UnsupportedSaslMechanism).Add(1).Add("PLAIN");
            default:
                // As a careless broker would: with the password in its answer.
                var password = Encoding.UTF8.GetString(request).Split('\0')[^1];
                return answer.Add(SaslAuthenticationFailed).Add($"Invalid username or password {password}").Add(0);
        }
    }

    private static async Task<byte[]?> ReadRequestAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var size = new byte[4];
        if (await stream.ReadAtLeastAsync(size, size.Length, throwOnEndOfStream: false, cancellationToken) < size.Length)
        {
            return null;
        }

        var request = new byte[BinaryPrimitives.ReadInt32BigEndian(size)];
        await stream.ReadExactlyAsync(request, cancellationToken);
        return request;
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await _talk(client.GetStream());
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException
                or System.Security.Authentication.AuthenticationException or SocketException)
            {
                // Whoever came has gone, or the test is over.
            }
        }
    }

    private sealed class Answer
    {
        private readonly List<byte> _bytes = [];

        public Answer Add(short number)
        {
            var bytes = new byte[2];
            BinaryPrimitives.WriteInt16BigEndian(bytes, number);
            _bytes.AddRange(bytes);
            return this;
        }

        public Answer Add(int number)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(bytes, number);
            _bytes.AddRange(bytes);
            return this;
        }

        public Answer Add(string text)
        {
            Add((short)Encoding.UTF8.GetByteCount(text));
            _bytes.AddRange(Encoding.UTF8.GetBytes(text));
            return this;
        }

        public byte[] ToArray() => [.. new Answer().Add(_bytes.Count)._bytes, .. _bytes];
    }
}
