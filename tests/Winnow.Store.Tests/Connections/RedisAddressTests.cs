namespace Winnow.Store.Tests;

public sealed class RedisAddressTests
{
    [Fact]
    public void Parse_HostAlone_TakesTheUsualPort()
    {
        RedisAddress address = RedisAddress.Parse("redis://localhost");
        Assert.Equal([new RedisEndPoint("localhost", 6379)], address.EndPoints);
        Assert.Null(address.Tls);
        Assert.Null(address.Password);
    }

    [Fact]
    public void Parse_Everything_IsUnderstood()
    {
        RedisAddress address = RedisAddress.Parse(
            "rediss://ann:p%40ss%3Aw@a.example:7000,[::1]:7001/0?ca=/etc/ca.pem&cert=c.pem&key=k.pem&serverName=redis&name=w1&connectTimeoutMs=10"
            + "&commandTimeoutMs=20&deadlineMs=30&stepTimeoutMs=40&replicas=1&readReplicas=true");
        Assert.Equal([new RedisEndPoint("a.example", 7000), new RedisEndPoint("::1", 7001)], address.EndPoints);
        Assert.Equal("ann", address.User);
        Assert.Equal("p@ss:w", address.Password);
        Assert.Equal(new TlsOptions { AuthorityFile = "/etc/ca.pem", CertificateFile = "c.pem", KeyFile = "k.pem", ServerName = "redis" }, address.Tls);
        Assert.Equal("w1", address.ClientName);
        Assert.Equal([10, 20, 30, 40], ((TimeSpan[])[address.ConnectTimeout, address.CommandTimeout, address.Deadline, address.StepTimeout]).Select(t => t.TotalMilliseconds));
        Assert.Equal(1, address.Replicas);
        Assert.True(address.ReadReplicas);
        Assert.Equal("rediss://ann@a.example:7000,[::1]:7001", address.ToString());
    }

    [Theory]
    [InlineData("localhost:6379", "redis://")]
    [InlineData("redis://", "host:port")]
    [InlineData("redis://a:b:c", "'a:b:c'")]
    [InlineData("redis://a:0", "[1, 65535]")]
    [InlineData("redis://a:70000", "'a:70000'")]
    [InlineData("redis://a:7000,,b", "''")]
    [InlineData("redis://ann@a", "password")]
    [InlineData("redis://a/3", "database 0")]
    [InlineData("redis://a?replica=1", "'replica'")]
    [InlineData("redis://a?replicas=x", "replicas=x")]
    [InlineData("redis://a?deadlineMs=-1", "deadlineMs=-1")]
    [InlineData("redis://a?ca=x", "rediss://")]
    [InlineData("redis://a?name=", "empty name")]
    public void Parse_Wrong_NamesWhatIsWrong(string text, string named) =>
        Assert.Contains(named, Assert.Throws<FormatException>(() => RedisAddress.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_WrongWithPassword_KeepsItSecret() =>
        Assert.DoesNotContain("secret", Assert.Throws<FormatException>(() => RedisAddress.Parse("redis://u:secret@a:x")).Message, StringComparison.Ordinal);
}
