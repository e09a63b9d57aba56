using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ordering.IntegrationTests.Web.Hosting;

/// <summary>A certificate that a host serves https with, and that nobody has any reason to believe.</summary>
internal static class HostCertificate
{
    public static string CreateIn(TemporaryFolder folder)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=shop.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var self = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        var path = Path.Combine(folder.Path, "host.pfx");
        File.WriteAllBytes(path, self.Export(X509ContentType.Pfx));
        return path;
    }
}
