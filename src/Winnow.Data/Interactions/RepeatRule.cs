namespace Winnow.Data;

/// <summary>What is made of a user and an item that come together more than once.</summary>
public enum RepeatRule
{
    /// <summary>All events stay.</summary>
    Keep,

    /// <summary>The event that stands first in the log stays.</summary>
    First,

    /// <summary>The latest event stays, by time where it is known, else by place; of equal times the one that stands last.</summary>
    Last,

    /// <summary>The latest event stays, with the values of all added up (1 each if feedback is implicit).</summary>
    Sum,
}
