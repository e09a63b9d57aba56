using CleanCqrs.Application.Health;

namespace CleanCqrs.Infrastructure.Health;

/// <summary>Collects what is wrong with a part.</summary>
internal sealed class Findings(string part)
{
    private readonly List<string> _reasons = [];
    private PartStatus _status;
    private string? _detail;

    public void Add(bool isSo, Func<string> reason, PartStatus status = PartStatus.Degraded, string? detail = null)
    {
        if (!isSo)
        {
            return;
        }

        _reasons.Add(reason());
        _status = status > _status ? status : _status;
        _detail ??= detail;
    }

    public PartHealth ToHealth() =>
        new(part, _status, _reasons.Count == 0 ? null : string.Join(' ', _reasons)) { Detail = _detail };
}
