namespace Winnow.Data;

/// <summary>Which event of a user is held out.</summary>
public enum LeftOut
{
    /// <summary>The latest by time; without times the one that stands last in the log. Of equal times the one that stands last.</summary>
    Last,

    /// <summary>One drawn uniformly.</summary>
    Random,
}
