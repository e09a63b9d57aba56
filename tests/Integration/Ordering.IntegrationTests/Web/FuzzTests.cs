using System.Net.Http.Headers;
using System.Text;
using CleanCqrs.Application.Operations;
using Ordering.IntegrationTests.Web.Hosting;

namespace Ordering.IntegrationTests.Web;

public sealed class FuzzTests(SharedHost shared)
{
    private static readonly string[] _fragments =
    [
        "{", "}", "[", "]", "\"", ",", ":", "null", "true", "-", "1e999", "-0", "0.1", "\\u0000", "\\ud800", "\\x", "\u0000", "é", "\ufeff",
        "//", "productId", "quantity", "reason", "9999999999999999999999", " ", "\n",
    ];

    public static TheoryData<string, string> Calls { get; } = new()
    {
        { "/api/orders", """{"productId":"85123A","quantity":6}""" },
        { "/api/orders/0198c5a4-0000-7000-8000-000000000000/cancel", """{"reason":"ordered twice"}""" },
        { "/api/operations/dead-letters/redrive", """{"source":"outbox","streamId":"85123A"}""" },
        { "/api/operations/dead-letters/redrives", """{"kind":"refused","source":"outbox","error":"e","from":"2031-05-01T12:00:00Z"}""" },
        { $"/api/operations/dead-letters/{DeadLetterId.Refused("85123A", 1)}/discard", """{"reason":"nobody's"}""" },
        { "/dev/token", """{"memberId":"17850","operator":false}""" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task No_body_whatever_is_in_it_makes_the_host_fail(string path, string body)
    {
        var client = await shared.Host.OperatorAsync();
        var random = new Random(5080);
        for (var i = 0; i < 250; i++)
        {
            var mutated = Mutate(Encoding.UTF8.GetBytes(body), random);
            using var content = new ByteArrayContent(mutated);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

            using var response = await client.PostAsync(path, content, TestRun.Token);

            var sent = $"{path} {Convert.ToHexString(mutated)} {Encoding.UTF8.GetString(mutated)}";
            ((int)response.StatusCode).ShouldBeLessThan(500, sent);
            if (!response.IsSuccessStatusCode)
            {
                response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", sent);
            }
        }
    }

    private static byte[] Mutate(byte[] body, Random random)
    {
        var bytes = body.ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(5))
            {
                case 0:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(_fragments[random.Next(_fragments.Length)]));
                    break;
                case 1:
                    bytes.RemoveRange(at, random.Next(Math.Min(8, bytes.Count - at) + 1));
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(16), bytes.Count - at)));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
