namespace Winnow.Data;

/// <summary>How far a <see cref="CsvScanner"/> has come.</summary>
internal struct CsvCursor
{
    /// <summary>First byte of the 64 that are looked at.</summary>
    public int Window;

    /// <summary>Which of them are not passed yet.</summary>
    public ulong Considered;

    /// <summary>All ones if the window starts inside quotes.</summary>
    public ulong Inside;

    /// <summary>Quotes of the field at hand in earlier windows.</summary>
    public int QuotesBefore;

    /// <summary>Whether those hide a delimiter or line break in earlier windows.</summary>
    public bool HidesEnds;

    /// <summary>First byte of the record.</summary>
    public int Record;

    /// <summary>First byte of the field.</summary>
    public int Field;

    /// <summary>Line on which the record starts, 0-based.</summary>
    public int Line;

    /// <summary>Line breaks inside quotes in this record so far.</summary>
    public int LinesInside;

    /// <summary>Whether the sink has enough, or the record does not end in this text.</summary>
    public bool IsStopped;

    /// <summary>Moves on by one window.</summary>
    public void NextWindow()
    {
        Window += ByteMask.Width;
        Considered = ulong.MaxValue;
    }

    /// <summary>Places the window at the start of the field, outside of quotes.</summary>
    public void Restart()
    {
        Window = Field & -ByteMask.Width;
        Considered = ulong.MaxValue << Field;
        (Inside, QuotesBefore, HidesEnds) = (0, 0, false);
    }
}
