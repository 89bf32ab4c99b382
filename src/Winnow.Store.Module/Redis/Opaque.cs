namespace Winnow.Store.Module;

/// <summary>What a command runs in; Redis makes and frees it.</summary>
internal struct RedisContext;

/// <summary>A string of Redis, mostly an argument.</summary>
internal struct RedisString;

/// <summary>An opened key.</summary>
internal struct RedisKey;

/// <summary>One of the types the module brings.</summary>
internal struct RedisType;

/// <summary>A stream that values are saved to or loaded from.</summary>
internal struct RedisIo;

/// <summary>A digest being computed.</summary>
internal struct RedisDigest;

/// <summary>Key and database a callback is about.</summary>
internal struct RedisKeyContext;

/// <summary>An answer to INFO being written.</summary>
internal struct RedisInfo;

/// <summary>A registered command.</summary>
internal struct RedisCommand;

/// <summary>Sections of INFO that were asked for.</summary>
internal struct RedisServerInfo;
