namespace Winnow.Cli.Terminal;

/// <summary>Durations and rates as people read them.</summary>
internal static class Duration
{
    /// <summary>For example <c>8.3 s</c>, <c>2 min 05 s</c>, <c>1 h 07 min</c>.</summary>
    public static string Format(TimeSpan time) => time.TotalMinutes < 1
        ? $"{time.TotalSeconds:0.0} s"
        : time.TotalHours < 1 ? $"{(int)time.TotalMinutes} min {time.Seconds:00} s" : $"{(int)time.TotalHours} h {time.Minutes:00} min";

    /// <summary>Things a second, for example <c>812</c>, <c>41.2 k</c>, <c>1.30 M</c>.</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        >= 1e6 => $"{perSecond / 1e6:0.00} M",
        >= 1e4 => $"{perSecond / 1e3:0.0} k",
        _ => $"{perSecond:0}",
    };
}
