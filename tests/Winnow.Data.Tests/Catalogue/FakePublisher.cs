using System.Net;

namespace Winnow.Data.Tests.Catalogue;

/// <summary>Answers every request with the same bytes, or with an error.</summary>
internal sealed class FakePublisher(byte[] content, HttpStatusCode status = HttpStatusCode.OK, long? announced = null) : HttpMessageHandler
{
    public List<Uri> Requests { get; } = [];

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(request.RequestUri!);
        HttpResponseMessage response = new(status) { Content = new StreamContent(new MemoryStream(content)) };
        response.Content.Headers.ContentLength = announced ?? content.Length;
        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(Send(request, cancellationToken));
}
