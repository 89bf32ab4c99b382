namespace Winnow.Serving;

/// <summary>A feature store cannot be reached, read or written.</summary>
public sealed class FeatureStoreException : Exception
{
    /// <summary>An exception with the whole message: what happened, what it means, what to do.</summary>
    /// <param name="message">The message; without user data.</param>
    /// <param name="inner">The fault underneath, if there is one.</param>
    public FeatureStoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
