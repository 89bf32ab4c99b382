namespace Winnow.Training.Storage;

/// <summary>A directory could not be written, or what was read is not what was written.</summary>
public sealed class StorageException : Exception
{
    /// <summary>An exception with the whole message: what came, what was expected, what to do.</summary>
    /// <param name="message">The message.</param>
    /// <param name="inner">The fault underneath, if there is one.</param>
    public StorageException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
