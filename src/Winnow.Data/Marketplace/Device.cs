namespace Winnow.Data.Marketplace;

/// <summary>What a page is looked at with. On a small screen attention falls off faster with the position.</summary>
public enum Device
{
    /// <summary>A phone.</summary>
    Phone,

    /// <summary>A tablet.</summary>
    Tablet,

    /// <summary>A computer on a desk.</summary>
    Desk,
}
