using System.Globalization;
using Winnow.Store.Local.Internals;

namespace Winnow.Store.Status;

/// <summary>Asks the nodes of a store how they are.</summary>
/// <remarks>Connections are made for each look: what is looked at may be failing.</remarks>
public sealed class StoreStatusReader
{
    private readonly string _seed, _host;
    private readonly string? _user, _password;

    /// <summary>A reader of one store.</summary>
    /// <param name="url">Any of its nodes: <c>redis://[user:password@]host[:port]</c>.</param>
    /// <exception cref="ArgumentException">It is no such address.</exception>
    public StoreStatusReader(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Scheme != "redis" || uri.Host.Length == 0)
            throw new ArgumentException($"'{url}' is no address of a store; expected redis://[user:password@]host[:port], such as redis://127.0.0.1:7000.", nameof(url));
        const int redisPort = 6_379;
        _host = uri.Host;
        _seed = string.Create(CultureInfo.InvariantCulture, $"{uri.Host}:{(uri.Port > 0 ? uri.Port : redisPort)}");
        string[] account = uri.UserInfo.Split(':', 2);
        if (account.Length == 2) (_user, _password) = (account[0].Length > 0 ? Uri.UnescapeDataString(account[0]) : null, Uri.UnescapeDataString(account[1]));
    }

    /// <summary>Takes one look.</summary>
    /// <returns>How the store is doing; nodes that do not answer are among its nodes, with the reason.</returns>
    /// <exception cref="IOException">The node of the address does not answer.</exception>
    public StoreStatus Read()
    {
        List<(string Address, int Slots, string? Master)> members;
        using (AdminConnection seed = Connect(_seed)) members = NodeReader.Members(seed, _seed);
        Dictionary<string, StoreNodeStatus> nodes = members.ToDictionary(m => m.Address, m => Ask(m.Address, m.Slots, m.Master), StringComparer.Ordinal);
        foreach (StoreNodeStatus master in nodes.Values.Where(n => n is { IsMaster: true, Fault: null }).ToList()) AddLags(nodes, master.Address);
        return new StoreStatus([.. nodes.Values.OrderBy(n => n.MasterAddress ?? n.Address, StringComparer.Ordinal).ThenBy(n => !n.IsMaster).ThenBy(n => n.Address, StringComparer.Ordinal)]);
    }

    private StoreNodeStatus Ask(string address, int slots, string? master)
    {
        try
        {
            using AdminConnection connection = Connect(address);
            return NodeReader.Read(connection, address, slots, master);
        }
        catch (IOException failure)
        {
            return NodeReader.Silent(address, failure.Message, slots, master);
        }
    }

    private void AddLags(Dictionary<string, StoreNodeStatus> nodes, string master)
    {
        try
        {
            using AdminConnection connection = Connect(master);
            foreach ((string address, long bytes, int seconds) in NodeReader.Lags(connection))
            {
                if (!nodes.TryGetValue(address, out StoreNodeStatus? replica)) replica = Ask(address, 0, master);   // of a store without a cluster
                nodes[address] = replica with { LagBytes = bytes, LagSeconds = seconds };
            }
        }
        catch (IOException)
        {
            // It fell silent between two questions; the next look says so.
        }
    }

    private AdminConnection Connect(string address)
    {
        int colon = address.LastIndexOf(':');
        string host = address[..colon];
        return new AdminConnection(host.Length > 0 ? host : _host, int.Parse(address.AsSpan(colon + 1), CultureInfo.InvariantCulture), _user, _password);
    }
}
