namespace Winnow.Data;

/// <summary>How interactions are laid out in a file.</summary>
public enum InteractionLayout
{
    /// <summary>One event a row; columns tell user, item and, if there are such, value and time.</summary>
    Rows,

    /// <summary><c>user item item …</c>: one line a user.</summary>
    Lists,

    /// <summary><c>n item item …</c>: one line a user, who is named by the number of the line (from 0); n counts his items.</summary>
    CountedLists,

    /// <summary><c>item item …</c>: one line a user (or a session), who is named by the number of the line (from 0).</summary>
    ItemLists,
}
