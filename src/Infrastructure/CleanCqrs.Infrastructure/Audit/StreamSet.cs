using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>
/// Remembers the streams of a write model by eight bytes of a hash each, which with the table around them are about twenty. That two of a
/// million streams have the same hash happens in one audit of thirty million; then an extra stream might be overlooked.
/// </summary>
internal sealed class StreamSet
{
    private readonly HashSet<long> _hashes = [];

    public void Add(string streamId) => _hashes.Add(HashOf(streamId));

    public bool Contains(string streamId) => _hashes.Contains(HashOf(streamId));

    private static long HashOf(string streamId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(streamId), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
