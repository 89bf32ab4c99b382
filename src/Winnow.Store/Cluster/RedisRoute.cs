namespace Winnow.Store;

/// <summary>How far a command has come on its way through a cluster.</summary>
internal struct RedisRoute
{
    /// <summary>The node a redirection named; null: the one that has the slot.</summary>
    internal RedisEndPoint? Node;

    /// <summary>Whether that node has to be told that the slot is on its way to it.</summary>
    internal bool Asking;

    /// <summary>Whether the master has to answer, because a replica could not.</summary>
    internal bool MasterOnly;

    internal int Redirections;
    internal bool IsDone;

    /// <summary>The connection the answer came by.</summary>
    internal RedisConnection? Connection;
}
