namespace Winnow.Data;

/// <summary>Gives the ids of a log their indices.</summary>
internal interface IIdNumbering
{
    /// <summary>The index of an id; −1 if it can have none.</summary>
    int IndexOf(ReadOnlySpan<byte> id);

    /// <summary>The ids, once all were read.</summary>
    IdIndex ToIndex();
}
