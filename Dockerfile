FROM node:26-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The packages that bring Node along are left out: it is here.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:26-slim
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json LICENSE ./
COPY commands commands
COPY db db
COPY src src
COPY examples examples
# The record and its backups, and all that is ever written.
RUN mkdir /data && chown 1000:1000 /data
VOLUME /data
ENV NODE_ENV=production DATABASE_URL=sqlite:/data/summit.db
USER 1000:1000
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--max-semi-space-size=4"]
CMD ["src/main.ts"]
