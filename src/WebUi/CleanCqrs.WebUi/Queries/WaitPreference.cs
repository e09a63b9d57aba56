using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace CleanCqrs.WebUi.Queries;

/// <summary>
/// The <c>wait</c> preference of RFC 7240. Others are ignored, as the RFC asks; of several <c>wait</c>s the first counts.
/// </summary>
internal static class WaitPreference
{
    public static bool TryParse(StringValues header, out int? seconds)
    {
        seconds = null;
        foreach (var preference in header.SelectMany(line => (line ?? string.Empty).Split(',')))
        {
            var parts = preference.Split(';', 2)[0].Split('=', 2, StringSplitOptions.TrimEntries);
            if (!parts[0].Equals("wait", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (parts.Length < 2
                || !int.TryParse(parts[1].Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
                || parsed > ReadModelWait.MaxSeconds)
            {
                return false;
            }

            seconds = parsed;
            return true;
        }

        return true;
    }
}
