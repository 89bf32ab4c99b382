using System.Globalization;
using System.Text;

namespace Winnow.Data;

/// <summary>The time of the row: a whole number as it is, or an ISO 8601 date as Unix seconds (UTC where no offset is given).</summary>
internal sealed class TimeColumn(int source) : ValueColumn(source)
{
    private const int LongestDate = 40;

    private static readonly string[] s_formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
    ];

    public override void Encode(RecordBlock block, int first, int count, Batch batch, RowMarks marks)
    {
        Span<long> times = batch.Times;
        for (int row = first; row < first + count; row++)
        {
            ReadOnlySpan<byte> text = block[row, Source];
            times[row] = 0;
            if (text.Length == 0) marks.Add(block, row, Source, RowFault.MissingValue);
            else if (!TryRead(text, out times[row])) marks.Add(block, row, Source, RowFault.BadTime);
        }
    }

    /// <summary>Reads a whole number, a date, or a date and time of day.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, out long time) => NumberText.TryParse(text, out time) || TryReadDate(text, out time);

    /// <summary>Reads a date, or a date and time of day.</summary>
    internal static bool TryReadDate(ReadOnlySpan<byte> text, out long unixSeconds)
    {
        unixSeconds = 0;
        if (text.Length is < 10 or > LongestDate) return false;
        Span<char> characters = stackalloc char[LongestDate];
        int length = Encoding.ASCII.GetChars(text, characters);
        bool good = DateTimeOffset.TryParseExact(
            characters[..length], s_formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time);
        unixSeconds = good ? time.ToUnixTimeSeconds() : 0;
        return good;
    }
}
