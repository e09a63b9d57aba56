using System.IO;

namespace Microsoft.SqlServer.Server;

/// <summary>Reads and writes a user-defined type whose format is <see cref="Format.UserDefined" />.</summary>
public interface IBinarySerialize
{
    /// <summary>Sets this instance from its binary form.</summary>
    void Read(BinaryReader r);

    /// <summary>Writes this instance in its binary form.</summary>
    void Write(BinaryWriter w);
}
